import {useState, type ReactNode} from "react";
import {api} from "../core/api";
import {count, money, short, whole} from "../core/amounts";
import {useLinks, useShown} from "../core/context";
import {allowed as allowedWords, subject} from "../core/words";
import type {Toll} from "../fold/spent";
import {tokensOf} from "../fold/spent";
import {Act, Meter, Nothing, Section} from "../parts/basics";
import {Text} from "../text/Text";

const MOST = 100;

function Purses({
    title,
    purses,
    link,
}: {
    title: string;
    purses: ReadonlyMap<string, Toll>;
    link?: (name: string) => string;
}): ReactNode {
    const rows = [...purses].sort(([, a], [, b]) => b.dollars - a.dollars || tokensOf(b.usage) - tokensOf(a.usage));
    const most = Math.max(1, ...rows.map(([, toll]) => tokensOf(toll.usage)));
    const [shown, setShown] = useState(MOST);
    if (rows.length === 0) return null;
    return (
        <Section title={title}>
            <div className="scroll" tabIndex={0} role="group" aria-label={title}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{title.replace("By ", "")}</th>
                            <th scope="col" className="n">
                                calls
                            </th>
                            <th scope="col" className="n">
                                in
                            </th>
                            <th scope="col" className="n">
                                cached
                            </th>
                            <th scope="col" className="n">
                                out
                            </th>
                            <th scope="col" className="n">
                                dollars
                            </th>
                            <th scope="col" className="bar">
                                <span className="unseen">share</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.slice(0, shown).map(([name, toll]) => (
                            <tr key={name}>
                                <th scope="row">
                                    {link && !name.startsWith(":") ? (
                                        <a href={link(name)}>
                                            <Text>{name}</Text>
                                        </a>
                                    ) : (
                                        <Text>{subject(name) || "the whole"}</Text>
                                    )}
                                </th>
                                <td className="n">{toll.calls}</td>
                                <td className="n">{whole(toll.usage.input)}</td>
                                <td className="n">{whole(toll.usage.cachedInput)}</td>
                                <td className="n">{whole(toll.usage.output)}</td>
                                <td className="n">{toll.unpriced > 0 ? "unknown" : money(toll.dollars)}</td>
                                <td className="bar">
                                    <svg
                                        viewBox="0 0 100 6"
                                        preserveAspectRatio="none"
                                        width="100%"
                                        height="6"
                                        aria-hidden="true">
                                        <rect
                                            className="taken"
                                            width={(100 * tokensOf(toll.usage)) / most}
                                            height="6"
                                        />
                                    </svg>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {rows.length > shown && (
                <button type="button" className="more" onClick={() => setShown(shown + 10 * MOST)}>
                    … {rows.length - shown} more
                </button>
            )}
        </Section>
    );
}

/** What was spent, against what may be. */
export function CostView(): ReactNode {
    const {run, name, report} = useShown();
    const link = useLinks();
    const total = run.spent.total();
    const open = run.spent.open();
    const {allowed, forecast, reached} = run;
    const tokens = run.tokens();
    const none = tokens === 0 && total.calls === 0;
    return (
        <>
            <Section
                title="Spent"
                aside={
                    !report &&
                    !run.ended &&
                    run.entries.length > 0 && (
                        <Act kind="danger" act={() => api.stop(name)} sure="End the run in order? It can be resumed.">
                            Stop the run
                        </Act>
                    )
                }>
                <div className="figures">
                    <div>
                        <b>{money(total.dollars)}</b>
                        <span>
                            {total.unpriced > 0 ? `and ${whole(total.unpriced)} tokens of unknown price` : "dollars"}
                        </span>
                    </div>
                    <div>
                        <b>{whole(tokens)}</b>
                        <span>
                            tokens: {whole(total.usage.input)} in, {whole(total.usage.output)} out
                        </span>
                    </div>
                    <div>
                        <b>{whole(total.calls)}</b>
                        <span>calls</span>
                    </div>
                    {run.recorded() > 0 && (
                        <div>
                            <b>{run.recorded()}</b>
                            <span>answers from a tape, which cost nothing</span>
                        </div>
                    )}
                </div>
                {(total.usage.guessed ?? 0) > 0 && (
                    <p className="note">
                        {whole(total.usage.guessed ?? 0)} of these tokens are estimated, as no server counted them.
                    </p>
                )}
                {reached && (
                    <p className="wrong">
                        <Text>{reached.sentence}</Text>
                        {reached.remedy && (
                            <>
                                . To go on:{" "}
                                <code>
                                    <Text>{reached.remedy}</Text>
                                </code>
                            </>
                        )}
                    </p>
                )}
                {allowed ? (
                    <div className="meters">
                        {allowed.dollars >= 0 && (
                            <Meter
                                label="Dollars"
                                taken={total.dollars}
                                open={open.dollars}
                                bound={allowed.dollars}
                                told={`${money(total.dollars)} of ${money(allowed.dollars)}`}
                            />
                        )}
                        {allowed.tokens >= 0 && (
                            <Meter
                                label="Tokens"
                                taken={tokens}
                                open={tokensOf(open.usage)}
                                bound={allowed.tokens}
                                told={`${whole(tokens)} of ${whole(allowed.tokens)}`}
                            />
                        )}
                        {allowed.calls >= 0 && (
                            <Meter
                                label="Calls"
                                taken={total.calls}
                                open={open.calls}
                                bound={allowed.calls}
                                told={`${whole(total.calls)} of ${whole(allowed.calls)}`}
                            />
                        )}
                        {open.calls > 0 && (
                            <p className="note">
                                {count(open.calls, "call")} under way may take {whole(tokensOf(open.usage))} tokens more
                                at most.
                            </p>
                        )}
                    </div>
                ) : (
                    <p className="note">
                        No budget was needed:{" "}
                        {run.recorded() > 0 ? "the answers come from a tape." : "nothing was asked yet."}
                    </p>
                )}
            </Section>
            {forecast && (
                <Section title="Against the forecast">
                    <Meter
                        label="Tokens"
                        taken={tokens}
                        bound={Math.max(forecast.plan.high, tokens)}
                        told={`${short(tokens)}; forecast ${short(forecast.plan.low)} to ${short(forecast.plan.high)}, ${short(forecast.plan.tokens)} the likeliest`}
                    />
                </Section>
            )}
            {none && run.recorded() === 0 && <Nothing>Nothing was spent yet.</Nothing>}
            {run.allowedFor.size > 0 && (
                <p className="note">
                    Given more:{" "}
                    <Text>{[...run.allowedFor].map(([name, more]) => `${name} ${allowedWords(more)}`).join("; ")}</Text>
                </p>
            )}
            <Purses title="By model" purses={run.spent.byAlias} />
            <Purses title="By agent" purses={run.spent.byAgent} />
            <Purses title="By task" purses={run.spent.byTask} link={task => link("task", task)} />
        </>
    );
}
