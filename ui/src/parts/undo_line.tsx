// What was done last, and the way back.

import { hideUndo, latest, shown, undoLatest } from "../undo";
import { words } from "../words";
import { Icon } from "./icon";

export function UndoLine() {
    const one = shown.value ? latest.value : null;
    return (
        <div class="undo-line" role="status" aria-label={words.undo.label}>
            {one && (
                <div>
                    <span>{one.text}</span>
                    <button type="button" onClick={() => void undoLatest()}>
                        <Icon name="undo" />{words.undo.undo}
                    </button>
                    <button type="button" class="quiet" aria-label={words.undo.hide} onClick={hideUndo}>
                        <Icon name="close" />
                    </button>
                </div>
            )}
        </div>
    );
}
