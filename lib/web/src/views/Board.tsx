import {type ReactNode} from "react";
import {VList} from "virtua";
import {clock, count, money, seconds, short} from "../core/amounts";
import {useLinks, useNow, useShown, useWide} from "../core/context";
import type {Question} from "../fold/question";
import {isActive, type Millis, type Row} from "../fold/row";
import {Nothing} from "../parts/basics";
import {Sign} from "../parts/Sign";
import {Text} from "../text/Text";
import {Summary} from "./Summary";
import {taskOf} from "./Questions";

interface Group {
    readonly title: string;
    readonly rows: ReadonlyArray<Row>;
    readonly questions?: ReadonlyArray<Question>;
}

/** Who needs a person stands first, then who works, then what is bad, what waits and what is done. */
export function groupsOf(rows: ReadonlyArray<Row>, questions: ReadonlyArray<Question>): Group[] {
    const asking = new Set(questions.map(question => taskOf(question.asked.id)));
    const rest = rows.filter(row => !asking.has(row.id));
    const bad = rest.filter(row => row.state === "failed" || row.state === "blocked" || row.state === "interrupted");
    return [
        {title: "Needs you", rows: rows.filter(row => asking.has(row.id)), questions},
        {title: "Working", rows: rest.filter(row => isActive(row.state))},
        {title: "Not done", rows: bad},
        {title: "Waiting", rows: rest.filter(row => row.state === "waiting")},
        {title: "Done", rows: rest.filter(row => row.state === "done").sort((a, b) => b.ending - a.ending)},
    ];
}

/** A sign of life counts from where silence is worth a word. */
const SILENT = 10;

function Card({row, now, to}: {row: Row; now: Millis; to?: string}): ReactNode {
    const silence = row.silence(now);
    const line = row.line().trim();
    const spent = row.tokens() > 0 ? `${short(row.tokens())} tokens` : row.recorded > 0 ? "recorded" : "";
    const facts = [
        row.agent,
        row.alias,
        row.attempt > 1 ? `attempt ${row.attempt}` : "",
        row.state === "waiting" ? "" : seconds(row.seconds(now)),
        spent,
        row.cost > 0 ? money(row.cost) : "",
    ];
    const inside = (
        <>
            <span className="head">
                <Sign stage={row.state} said />
                <b>
                    <Text>{row.id}</Text>
                </b>
                {silence >= SILENT && <span className="silent">silent for {clock(silence)}</span>}
            </span>
            <span className="title">
                <Text>{row.title}</Text>
            </span>
            <span className="facts">
                {facts
                    .filter(fact => fact !== "")
                    .map((fact, i) => (
                        <span key={i}>
                            <Text>{fact}</Text>
                        </span>
                    ))}
            </span>
            {row.state === "running" && line !== "" && (
                <code className="arriving">
                    <Text>{line}</Text>
                </code>
            )}
            {row.reason !== "" && row.state !== "done" && (
                <span className="reason">
                    <Text>{firstLine(row.reason)}</Text>
                </span>
            )}
        </>
    );
    return to === undefined ? (
        <div className="card">{inside}</div>
    ) : (
        <a className="card" href={to}>
            {inside}
        </a>
    );
}

/** Cards beside each other, as many as go there. */
function inRows(cards: ReactNode[], abreast: number): ReactNode[] {
    if (abreast === 1) return cards;
    return Array.from({length: Math.ceil(cards.length / abreast)}, (_, i) => (
        <div key={i} className={`abreast of-${abreast}`}>
            {cards.slice(i * abreast, (i + 1) * abreast)}
        </div>
    ));
}

const firstLine = (text: string): string => {
    const line = text.split("\n").find(one => one.trim() !== "") ?? "";
    return line.length > 240 ? `${line.slice(0, 240)}…` : line;
};

export function BoardView(): ReactNode {
    const shown = useShown();
    const {run} = shown;
    const now = useNow(shown);
    const link = useLinks();
    const columns = useWide(1000);
    const rows = [...run.board.steps.values()]
        .filter(row => isActive(row.state))
        .concat(run.tasks(), [...run.board.endChecks.values()]);
    const groups = groupsOf(rows, run.open()).filter(
        group =>
            group.rows.length > 0 ||
            (group.questions?.length ?? 0) > 0 ||
            (columns && !run.ended && group.title !== "Needs you" && group.title !== "Not done"),
    );
    // Where there is room for several columns, the rest of it is not left empty.
    const abreast = Math.max(1, Math.floor(4 / Math.max(1, groups.length)));
    const card = (row: Row) => (
        <Card
            key={`${row.title === "end check" ? "check " : ""}${row.id}`}
            row={row}
            now={now}
            to={row.title === "end check" ? link("checks", row.id) : link("task", row.id)}
        />
    );
    const asks = (group: Group) =>
        (group.questions ?? []).map(question => (
            <a key={`q${question.asked.seq}`} className="card ask" href={link("questions")}>
                <span className="head">
                    <b>Question</b>
                </span>
                <span className="title">
                    <Text>{firstLine(question.asked.question)}</Text>
                </span>
            </a>
        ));
    if (run.entries.length === 0) return <Nothing>Nothing has happened yet.</Nothing>;
    const heading = (group: Group) => (
        <h2 key={group.title} className={group.questions ? "group needs" : "group"}>
            {group.title}
            <span className="number">{group.rows.length || group.questions?.length || 0}</span>
        </h2>
    );
    return (
        <div className="board-view">
            {run.ended && <Summary />}
            {!run.ended && run.board.endChecks.size === 0 && run.endCheckStarted.length > 0 && (
                <p className="note">End checks: {run.endCheckStarted.map(check => check.name).join(", ")}</p>
            )}
            {columns ? (
                <div className="board">
                    {groups.map(group => (
                        <section
                            key={group.title}
                            className="column"
                            aria-label={`${group.title}: ${count(group.rows.length, "task")}`}>
                            {heading(group)}
                            <VList className="cards">
                                {inRows([...asks(group), ...group.rows.map(card)], abreast)}
                            </VList>
                        </section>
                    ))}
                </div>
            ) : (
                <VList className="cards stacked">
                    {groups.flatMap(group => [heading(group), ...asks(group), ...group.rows.map(card)])}
                </VList>
            )}
        </div>
    );
}
