import { render } from "preact";
import { App } from "./app";
import { startRouter } from "./router";
import { startState } from "./state";
import { startTheme } from "./theme";

startTheme();
startRouter();
startState();
const root = document.getElementById("app")!;
root.textContent = "";
render(<App />, root);
