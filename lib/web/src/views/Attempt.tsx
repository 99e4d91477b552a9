import {type ReactNode, useMemo, useState} from "react";
import {clock, count, money, seconds, short, whole} from "../core/amounts";
import {useLinks, useShown} from "../core/context";
import {outcome} from "../core/words";
import {holds} from "../fold/outcome";
import type {Call, Check} from "../fold/row";
import {Sign} from "../parts/Sign";
import {Code, Lines, Text} from "../text/Text";
import {blocks} from "../text/answer";
import {places} from "../text/places";

/** A model's answer: prose as it stands, and what is in fences as code. */
export function Answer({text, name}: {text: string; name: string}): ReactNode {
    const parts = useMemo(() => blocks(text), [text]);
    return (
        <div className="answer">
            {parts.map((block, i) =>
                block.code ? (
                    <Code key={i} text={block.text} language={block.language} name={`${name}, code`} numbers={false} />
                ) : block.text.trim() === "" ? null : (
                    <pre key={i} className="prose">
                        <Lines text={block.text.trim()} />
                    </pre>
                ),
            )}
        </div>
    );
}

/** An output in which places in files of the project are links. */
export function Output({text}: {text: string}): ReactNode {
    const {run} = useShown();
    const link = useLinks();
    const known = useMemo(
        () => new Set([...run.written.digests.keys(), ...(run.plan?.tasks ?? []).flatMap(task => task.files)]),
        [run.written.digests.size, run.plan],
    );
    return (
        <pre className="output" tabIndex={0} aria-label="Output">
            <Lines
                text={text}
                link={line => {
                    const found = places(line, known);
                    if (found.length === 0) return <Text>{line}</Text>;
                    return (
                        <>
                            {found.map((place, i) => (
                                <span key={i}>
                                    <Text>{line.slice(i === 0 ? 0 : found[i - 1]?.to, place.from)}</Text>
                                    <a href={`${link("files", place.path)}?line=${place.line}`}>
                                        <Text>{line.slice(place.from, place.to)}</Text>
                                    </a>
                                </span>
                            ))}
                            <Text>{line.slice(found.at(-1)?.to)}</Text>
                        </>
                    );
                }}
            />
        </pre>
    );
}

/** A check with its output, open where it failed. */
export function CheckCard({check}: {check: Check}): ReactNode {
    const {result} = check;
    const tail = result?.tail ?? "";
    const bad = result !== undefined && !holds(result);
    const [open, setOpen] = useState(bad);
    return (
        <details
            className={`check ${result === undefined ? "" : bad ? "bad" : "good"}`}
            open={open}
            onToggle={event => setOpen(event.currentTarget.open)}>
            <summary>
                <Sign stage={result === undefined ? "checking" : bad ? "failed" : "done"} />
                <b>
                    <Text>{check.name}</Text>
                </b>
                <span>{result === undefined ? "runs" : outcome(result)}</span>
                {result && (
                    <span className="quiet">
                        {seconds(result.seconds)}
                        {result.tests > 0 && `, ${count(result.tests, "test")}`}
                    </span>
                )}
            </summary>
            {open && (
                <pre className="words command" tabIndex={0} aria-label="Command">
                    <Text>{check.command.join(" ")}</Text>
                </pre>
            )}
            {open && (tail !== "" ? <Output text={tail} /> : result && <p className="quiet">It printed nothing.</p>)}
        </details>
    );
}

const partOf = (part: string): string =>
    part === "" ? "" : part.startsWith("+") ? "continues what was cut off" : `for ${part}`;

export function CallCard({call, now}: {call: Call; now: number}): ReactNode {
    const {asked, answer} = call;
    const text = answer?.text ?? call.stream;
    const length = asked.messages.reduce((sum, message) => sum + message.text.length, 0);
    return (
        <div className="call">
            <p className="facts">
                <b>
                    <Text>{asked.agent}</Text>
                </b>
                <span>
                    <Text>{asked.alias}</Text>
                </span>
                <span className="quiet">
                    <Text>{asked.model}</Text>
                </span>
                {asked.part !== "" && (
                    <span>
                        <Text>{partOf(asked.part)}</Text>
                    </span>
                )}
            </p>
            <details className="prompt">
                <summary>
                    Prompt as sent <span className="quiet">{whole(length)} characters</span>
                    {asked.cut.length > 0 && <span className="warn">{count(asked.cut.length, "thing")} left out</span>}
                </summary>
                {asked.cut.length > 0 && (
                    <div className="cut">
                        <b>Left out, as it did not fit:</b>
                        <ul>
                            {asked.cut.map((what, i) => (
                                <li key={i}>
                                    <Text>{what}</Text>
                                </li>
                            ))}
                        </ul>
                    </div>
                )}
                {asked.messages.map((message, i) => (
                    <div key={i} className="message">
                        <span className="role">
                            <Text>{message.role}</Text>
                        </span>
                        <Code text={message.text} language="md" name={`Prompt, ${message.role}`} numbers={false} />
                    </div>
                ))}
            </details>
            {answer ? (
                <p className="facts quiet">
                    {answer.recorded ? (
                        <span>answer from the tape</span>
                    ) : (
                        <>
                            <span>{seconds(answer.seconds)}</span>
                            <span>
                                {whole(answer.usage.input)} tokens in
                                {answer.usage.cachedInput > 0 && `, ${short(answer.usage.cachedInput)} of them cached`}
                            </span>
                            <span>{whole(answer.usage.output)} out</span>
                            {answer.cost > 0 && <span>{money(answer.cost)}</span>}
                        </>
                    )}
                    {answer.cutOff && <span className="warn">cut off</span>}
                </p>
            ) : call.until === undefined ? (
                <p className="facts">
                    <Sign stage="running" />
                    <span aria-live="polite">
                        {call.stream === "" ? "waits for the first word" : "is being written"}
                    </span>
                    <span className="quiet">{clock((now - call.from) / 1000)}</span>
                </p>
            ) : (
                <p className="facts warn">No answer came.</p>
            )}
            {text !== "" && <Answer text={text} name={`Answer of ${asked.agent}`} />}
        </div>
    );
}
