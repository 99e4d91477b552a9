import {useEffect, type ReactNode} from "react";
import {api, type RunRow} from "../core/api";
import {count, day, money, seconds, short} from "../core/amounts";
import {useAsked} from "../core/context";
import {href} from "../core/route";
import type {Stage} from "../fold/row";
import {Nothing, Wrong} from "../parts/basics";
import {Sign} from "../parts/Sign";
import {Text} from "../text/Text";

const EVERY = 3000;

function stage(row: RunRow): Stage {
    if (row.live) return row.questions > 0 ? "blocked" : "running";
    if (row.state === "cut-short" || row.exit === 130 || row.exit === 5) return "interrupted";
    return row.exit === 0 ? "done" : "failed";
}

/** The runs of the working folder, those that wait for somebody first. */
export function RunsView(): ReactNode {
    const {value, wrong, again} = useAsked(() => api.runs(), "runs");
    useEffect(() => {
        const timer = setInterval(() => document.hidden || again(), EVERY);
        return () => clearInterval(timer);
    });
    const runs = [...(value ?? [])].sort(
        (a, b) =>
            Number(b.questions > 0) - Number(a.questions > 0) ||
            Number(b.live) - Number(a.live) ||
            b.began.localeCompare(a.began),
    );
    return (
        <div className="runs">
            <header className="runs-head">
                <h1>Runs</h1>
                <a className="button primary" href="#/new">
                    Start a run
                </a>
            </header>
            {wrong !== undefined && <Wrong wrong={wrong} again={again} />}
            {value && runs.length === 0 && (
                <div className="first">
                    <p>There is no run in this folder yet.</p>
                    <p>
                        Write down in plain language what you want to have, and start: you see the plan and what it is
                        likely to cost before anything is built.
                    </p>
                    <a className="button primary" href="#/new">
                        Start a run
                    </a>
                </div>
            )}
            <ul className="run-list">
                {runs.map(row => (
                    <li key={row.run}>
                        <a href={href(row.run, "")} className={row.questions > 0 ? "run needs" : "run"}>
                            <Sign stage={stage(row)} />
                            <b className="name">
                                <Text>{row.name || row.specFile.split("/").at(-1) || row.run}</Text>
                            </b>
                            <span className="state">
                                {row.questions > 0 ? (
                                    `${count(row.questions, "question")} for you`
                                ) : (
                                    <Text>{row.live ? row.phase : row.words}</Text>
                                )}
                            </span>
                            <progress
                                className="done"
                                max={Math.max(1, row.tasks.total)}
                                value={row.tasks.done}
                                aria-label={`${row.tasks.done} of ${count(row.tasks.total, "task")} done`}
                            />
                            <span className="n count">
                                {row.tasks.total > 0 && `${row.tasks.done}/${row.tasks.total}`}
                            </span>
                            <span className="n">
                                {short(row.tokens)} <span className="unit">tokens</span>
                            </span>
                            <span className="n">{row.cost > 0 ? money(row.cost) : ""}</span>
                            <span className="n">{seconds(row.seconds)}</span>
                            <span className="quiet where">
                                <Text>
                                    {[row.stack, row.project, row.forkOf ? `fork of ${row.forkOf}` : ""]
                                        .filter(part => part !== "")
                                        .join(" · ")}
                                </Text>
                            </span>
                            <time className="quiet" dateTime={row.began}>
                                {day(row.began)}
                            </time>
                        </a>
                    </li>
                ))}
            </ul>
            {!value && wrong === undefined && <Nothing>Looks for runs …</Nothing>}
        </div>
    );
}
