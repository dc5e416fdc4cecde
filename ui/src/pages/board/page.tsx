// Board: tasks by date, and everything that must be valid for the Match, training and each stay.

import { experience, type BoardAnswer, type BoardItem, type BoardStay, type Task, type TasksAnswer } from "../../experience";
import { date, money } from "../../format";
import { useLoad } from "../../load";
import { ExperienceTabs } from "../../parts/experience_tabs";
import { Icon } from "../../parts/icon";
import { Failed, Loading } from "../../parts/states";
import { link } from "../../router";
import { record } from "../../state";
import { byMonth, standingClass, words } from "./words";

export default function Board() {
    const one = record.value!;
    const key = `${one.id} ${one.version}`;
    const board = useLoad(key, (stop) => experience.board(one.id, stop));
    const tasks = useLoad(key, (stop) => experience.tasks(one.id, stop));
    const error = board.error ?? tasks.error;
    const again = () => (board.again(), tasks.again());
    return (
        <div class="board" aria-busy={board.busy || tasks.busy}>
            <header class="list-head">
                <h1>{words.title}</h1>
                {board.value && <p class="lead">{words.ready(board.value)}</p>}
                {tasks.value && <p class={tasks.value.overdue + tasks.value.missed ? "board-late" : "dim"}>
                    {tasks.value.overdue + tasks.value.missed ? words.late(tasks.value.overdue, tasks.value.missed) : words.notLate}</p>}
            </header>
            <ExperienceTabs />
            {error ? <Failed error={error} again={again} inline />
                : !board.value || !tasks.value ? <Loading text={words.loading} />
                : <><Tasks said={tasks.value} profile={one.id} /><Everything said={board.value} /></>}
            <p class="dim">{words.after_}</p>
        </div>
    );
}

function Tasks({ said, profile }: { said: TasksAnswer; profile: number }) {
    const calendar = experience.calendar(profile);
    return (
        <section class="board-tasks" aria-labelledby="board-tasks">
            <h2 id="board-tasks">{words.tasks}</h2>
            <p class="hint">{words.tasksLead}</p>
            {said.tasks.length === 0 ? <p class="none">{words.noTasks}</p> : byMonth(said.tasks).map(({ key, tasks }) => (
                <section key={key} class={key === "late" ? "board-month late" : "board-month"}>
                    <h3>{key in words.month ? words.month[key as keyof typeof words.month] : date(key)}</h3>
                    <ul>{tasks.map((task) => <TaskLine key={task.id} task={task} />)}</ul>
                </section>
            ))}
            {said.cost_cents > 0 && <p>{words.cost(said.cost_cents)}</p>}
            <p class="row no-print">
                <a class="button" href={calendar} download="smartpick.ics"><Icon name="download" />{words.calendar}</a>
                <a class="button" href={`${calendar}?events=1`} download="smartpick.ics"><Icon name="download" />{words.calendarEvents}</a>
                <span class="hint">{words.calendarHint}</span>
            </p>
        </section>
    );
}

function TaskLine({ task }: { task: Task }) {
    const late = task.state === "overdue" || task.state === "missed";
    return (
        <li>
            <span class="board-days">
                {task.begin && <span>{words.begin} <b>{date(task.begin)}</b></span>}
                {task.due && <span>{words.due} <b>{date(task.due)}</b></span>}
            </span>
            <span class="board-task">
                <b>{task.title}</b>{" "}
                {late && <span class="chip reach">{words.state[task.state]}</span>}
                <span>{late && <>{words.lateBy(task)} </>}{task.what} {task.after && words.after(task.after)}</span>
                <small>{[task.why, words.ahead(task), task.source && `${task.source}${task.as_of ? `, ${date(task.as_of)}` : ""}`].filter(Boolean).join(" · ")}</small>
            </span>
            <span class="board-fee">{task.cost_cents !== null && money(task.cost_cents)}</span>
        </li>
    );
}

function Everything({ said }: { said: BoardAnswer }) {
    const of = (scope: BoardItem["scope"]) => said.items.filter((item) => item.scope === scope);
    const ofStay = (stay: BoardStay) => of("stay").filter((item) => item.stay === stay.name && (item.id.endsWith(`/${stay.from}`) || !item.id.includes("/")));
    return (
        <section aria-labelledby="board-all">
            <h2 id="board-all">{words.board}</h2>
            {said.stays.map((stay) => (
                <section key={stay.name + stay.from}>
                    <h3>{stay.name} <span class={`chip ${stay.ready === null ? "ask" : stay.ready ? "safer" : "reach"}`}>
                        {words.stayReady[stay.ready === null ? "unknown" : stay.ready ? "yes" : "no"]}</span></h3>
                    <p class="hint">{[words.stay(stay.kind, stay.from, stay.to), words.stayWhy(stay.blocking, stay.unsaid)].filter(Boolean).join(" · ")}</p>
                    <Items items={ofStay(stay)} label={stay.name} />
                </section>
            ))}
            {said.stays.length === 0 && <p>{words.noStays} <a href={link("/experience/schedule")}>{words.toSchedule}</a></p>}
            {(["match", "training"] as const).map((scope) => of(scope).length > 0 && (
                <section key={scope}><h3>{words.scope[scope](said.season)}</h3><Items items={of(scope)} label={words.scope[scope](said.season)} /></section>
            ))}
            <p><a href={link("/about-me")}>{words.toProfile}</a></p>
        </section>
    );
}

const Items = ({ items, label }: { items: BoardItem[]; label: string }) => (
    <table class="plain board-items" aria-label={label}>
        <thead><tr>{Object.values(words.columns).map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>{items.map((item) => <Item key={item.id} item={item} />)}</tbody>
    </table>
);

const day = (text: string, more: (string | false | null)[]) => {
    const rest = more.filter(Boolean);
    return <>{date(text)}{rest.length > 0 && <small>{rest.join(", ")}</small>}</>;
};

function Item({ item }: { item: BoardItem }) {
    const none = <span class="dim">{words.nobody}</span>;
    const name = words.columns;
    return (
        <tr>
            <th scope="row">{item.label}{item.asked === null && <small>{words.notAsked}</small>}</th>
            <td><span class={`chip ${standingClass[item.standing]}`}>{words.standing[item.standing]}</span></td>
            <td data-name={name.needed}>{item.needed_by ? day(item.needed_by, [item.time_et && `${item.time_et} Eastern`, item.projected && words.projected, item.needed_until && words.until(item.needed_until)]) : none}</td>
            <td data-name={name.valid}>{item.valid_until ? day(item.valid_until, [item.valid_by_rule && words.byRule]) : none}</td>
            <td data-name={name.takes}>{item.lead_days_low === null ? none : words.days(item.lead_days_low, item.lead_days_high ?? item.lead_days_low)}</td>
            <td data-name={name.fees}>{item.cost_cents === null ? none : money(item.cost_cents)}</td>
            <td class="board-how">{item.why} {item.standing !== "stands" && item.next}
                {item.blocker && <small>{words.first}: {item.blocker}</small>}
                {item.begin_by && <small>{words.beginBy} {date(item.begin_by)}</small>}
                {item.proof && <small>{words.proof}: {item.proof}</small>}
                {item.rule && <small>{words.rule}: {item.rule}</small>}
                <small>{words.source}: {item.source ?? words.nobody}{item.as_of && `, ${date(item.as_of)}`}</small></td>
        </tr>
    );
}
