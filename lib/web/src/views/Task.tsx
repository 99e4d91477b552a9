import {type ReactNode, useState} from "react";
import {clock, money, seconds, whole} from "../core/amounts";
import {api} from "../core/api";
import {useLinks, useNow, useShown} from "../core/context";
import {go, href} from "../core/route";
import {type Call, type Check, isOver, type Row} from "../fold/row";
import {Sign} from "../parts/Sign";
import {Act, Nothing, Section} from "../parts/basics";
import {Text} from "../text/Text";
import {CallCard, CheckCard, Output} from "./Attempt";
import {Ask, taskOf, useTold} from "./Questions";

/** What belongs to an attempt: its calls and the checks of what came of them. */
function attemptsOf(row: Row): Array<{number: number; calls: Call[]; checks: Check[]}> {
    const numbers = new Set([...row.calls.map(call => call.asked.attempt), ...row.checks.map(check => check.attempt)]);
    return [...numbers]
        .sort((a, b) => a - b)
        .map(number => ({
            number,
            calls: row.calls.filter(call => call.asked.attempt === number),
            checks: row.checks.filter(check => check.attempt === number),
        }));
}

export function TaskView({id}: {id: string}): ReactNode {
    const shown = useShown();
    const {run} = shown;
    const link = useLinks();
    const told = useTold();
    const now = useNow(shown, 500);
    const row = run.board.find(id) ?? [...run.board.steps.values()].find(step => step.id === id);
    const task = run.plan?.tasks.find(one => one.id === id);
    const [newest, setNewest] = useState(false);
    if (!row)
        return (
            <Nothing>
                There is no task called '<Text>{id}</Text>' in this run.
            </Nothing>
        );
    const attempts = attemptsOf(row);
    const open = run.open().filter(question => taskOf(question.asked.id) === id);
    const dependents = (run.plan?.tasks ?? []).filter(one => one.dependsOn.includes(id)).map(one => one.id);
    const tasks = (ids: ReadonlyArray<string>) =>
        ids.map((one, i) => (
            <span key={one}>
                {i > 0 && ", "}
                <a href={link("task", one)}>
                    <Text>{one}</Text>
                </a>
            </span>
        ));
    return (
        <div className="task">
            <header className="task-head">
                <h1>
                    <Sign stage={row.state} /> <Text>{row.id}</Text>
                </h1>
                <p>
                    <Text>{row.title}</Text>
                </p>
                <p className="facts">
                    <b>{row.state}</b>
                    {row.agent && (
                        <span>
                            <Text>{row.agent}</Text>
                        </span>
                    )}
                    {row.alias && (
                        <span>
                            <Text>{row.alias}</Text>
                        </span>
                    )}
                    {row.attempt > 0 && <span>attempt {row.attempt}</span>}
                    {row.state !== "waiting" && <span>{seconds(row.seconds(now))}</span>}
                    <span>
                        {row.tokens() > 0 ? `${whole(row.tokens())} tokens` : row.recorded > 0 ? "recorded" : ""}
                    </span>
                    {row.cost > 0 && <span>{money(row.cost)}</span>}
                    {row.silence(now) >= 10 && <span className="warn">silent for {clock(row.silence(now))}</span>}
                    {task && (row.written || row.state === "done") && <a href={link("changes", id)}>What it changed</a>}
                    {!shown.report && run.ended && task && row.attempt > 0 && (
                        <Act
                            sure="Begin a run of its own from before this task?"
                            act={async () => go(href((await api.fork(shown.name, {from: id})).run, ""))}>
                            Fork from here
                        </Act>
                    )}
                </p>
                {row.reason !== "" && row.state !== "done" && <Output text={row.reason} />}
            </header>
            {open.map(question => (
                <Ask key={question.asked.seq} question={question} told={told.get(question.asked.seq)} />
            ))}
            {task && (
                <details className="brief" open={attempts.length === 0}>
                    <summary>The task as planned</summary>
                    <dl>
                        <dt>What</dt>
                        <dd className="pre">
                            <Text>{task.description}</Text>
                        </dd>
                        <dt>Files</dt>
                        <dd>
                            {task.files.map(path => (
                                <code key={path}>
                                    <Text>{path}</Text>
                                </code>
                            ))}
                        </dd>
                        {task.dependsOn.length > 0 && (
                            <>
                                <dt>After</dt>
                                <dd>{tasks(task.dependsOn)}</dd>
                            </>
                        )}
                        {dependents.length > 0 && (
                            <>
                                <dt>Before</dt>
                                <dd>{tasks(dependents)}</dd>
                            </>
                        )}
                        {(task.requirements?.length ?? 0) > 0 && (
                            <>
                                <dt>For</dt>
                                <dd>
                                    {task.requirements?.map(one => (
                                        <a key={one} href={link("requirements", one)}>
                                            <Text>{one}</Text>
                                        </a>
                                    ))}
                                </dd>
                            </>
                        )}
                        {task.provides.length > 0 && (
                            <>
                                <dt>Provides</dt>
                                <dd>
                                    <Text>{task.provides.join(", ")}</Text>
                                </dd>
                            </>
                        )}
                        {task.uses.length > 0 && (
                            <>
                                <dt>Uses</dt>
                                <dd>
                                    <Text>{task.uses.join(", ")}</Text>
                                </dd>
                            </>
                        )}
                    </dl>
                </details>
            )}
            <Section
                title={
                    attempts.length > 1
                        ? `${attempts.length} attempts, side by side`
                        : attempts[0]
                          ? `Attempt ${attempts[0].number}`
                          : "Attempts"
                }
                aside={
                    attempts.length > 1 && (
                        <label>
                            <input
                                type="checkbox"
                                checked={newest}
                                onChange={event => setNewest(event.target.checked)}
                            />{" "}
                            only the newest
                        </label>
                    )
                }>
                {attempts.length === 0 && (
                    <Nothing>{isOver(row.state) ? "It was never begun." : "It has not begun."}</Nothing>
                )}
                <div className={attempts.length > 1 && !newest ? "attempts several" : "attempts"}>
                    {(newest ? attempts.slice(-1) : attempts).map(attempt => (
                        <article key={attempt.number} className="attempt" aria-label={`Attempt ${attempt.number}`}>
                            {attempts.length > 1 && <h3>Attempt {attempt.number}</h3>}
                            {attempt.checks.length > 0 && (
                                <div className="checks">
                                    {attempt.checks.map((check, i) => (
                                        <CheckCard key={i} check={check} />
                                    ))}
                                </div>
                            )}
                            {attempt.checks.length === 0 &&
                                attempt.number < row.attempt &&
                                attempt.calls.some(call => call.answer) && (
                                    <p className="quiet">
                                        No check ran for it: its answer could not be read, or an equal one had been
                                        checked.
                                    </p>
                                )}
                            {attempt.calls.map((call, i) => (
                                <CallCard key={i} call={call} now={now} />
                            ))}
                        </article>
                    ))}
                </div>
            </Section>
        </div>
    );
}
