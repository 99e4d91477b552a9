import {type ReactNode, useState} from "react";
import {money, seconds, short} from "../core/amounts";
import {useLinks} from "../core/context";
import {cutWord} from "../core/words";
import type {Estimate, Forecasted, Plan} from "../events";
import {Section} from "../parts/basics";
import {Text} from "../text/Text";

export function Estimates({forecast}: {forecast: Forecasted}): ReactNode {
    const row = (e: Estimate, name: string, chosen: boolean) => (
        <tr key={name} className={chosen ? "at" : ""}>
            <th scope="row">
                {name}
                {chosen && " (this plan)"}
            </th>
            <td className="n">{e.tasks}</td>
            <td className="n">{short(e.tokens)}</td>
            <td className="n">{e.low === e.high ? "" : `${short(e.low)} to ${short(e.high)}`}</td>
            <td className="n">{seconds(e.seconds)}</td>
            <td className="n">{e.dollars < 0 ? "unknown" : money(e.dollars)}</td>
        </tr>
    );
    return (
        <Section title="What it is likely to cost">
            <div className="scroll" tabIndex={0} role="group" aria-label="Forecast">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">way</th>
                            <th scope="col" className="n">
                                tasks
                            </th>
                            <th scope="col" className="n">
                                tokens
                            </th>
                            <th scope="col" className="n">
                                four of five runs
                            </th>
                            <th scope="col" className="n">
                                time
                            </th>
                            <th scope="col" className="n">
                                dollars
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {row(forecast.plan, cutWord(forecast.plan.cut), true)}
                        {forecast.others.map(other => row(other, cutWord(other.cut), false))}
                    </tbody>
                </table>
            </div>
            {(forecast.shares?.length ?? 0) > 0 && (
                <div className="scroll" tabIndex={0} role="group" aria-label="Forecast by agent">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">agent</th>
                                <th scope="col">model</th>
                                <th scope="col" className="n">
                                    calls
                                </th>
                                <th scope="col" className="n">
                                    tokens
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {forecast.shares?.map((share, i) => (
                                <tr key={i}>
                                    <th scope="row">
                                        <Text>{share.agent}</Text>
                                    </th>
                                    <td>
                                        <Text>{share.alias}</Text>
                                    </td>
                                    <td className="n">{share.calls}</td>
                                    <td className="n">
                                        {short(share.low)} to {short(share.high)}
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </Section>
    );
}

/** Which task is for which requirement. */
export function Matrix({plan}: {plan: Plan}): ReactNode {
    const link = useLinks();
    const requirements = plan.requirements ?? [];
    const [all, setAll] = useState(false);
    if (requirements.length === 0) return null;
    const shown = all ? requirements : requirements.slice(0, 60);
    return (
        <Section title="Requirements against tasks">
            <div className="scroll" tabIndex={0} role="group" aria-label="Requirements against tasks">
                <table className="matrix">
                    <thead>
                        <tr>
                            <th scope="col">requirement</th>
                            <th scope="col">lines</th>
                            <th scope="col">tasks</th>
                        </tr>
                    </thead>
                    <tbody>
                        {shown.map(one => {
                            const tasks = plan.tasks.filter(task => task.requirements?.includes(one.id));
                            return (
                                <tr key={one.id}>
                                    <th scope="row">
                                        <a href={link("requirements", one.id)}>
                                            <Text>{one.id}</Text>
                                        </a>{" "}
                                        <span className="words">
                                            <Text>{one.text}</Text>
                                        </span>
                                    </th>
                                    <td className="quiet">{one.lines.join(", ")}</td>
                                    <td className="tasks">
                                        {tasks.length === 0 ? (
                                            <span className="warn">no task</span>
                                        ) : (
                                            tasks.map(task => (
                                                <a key={task.id} href={link("task", task.id)}>
                                                    <Text>{task.id}</Text>
                                                </a>
                                            ))
                                        )}
                                    </td>
                                </tr>
                            );
                        })}
                    </tbody>
                </table>
            </div>
            {shown.length < requirements.length && (
                <button type="button" className="more" onClick={() => setAll(true)}>
                    … {requirements.length - shown.length} more
                </button>
            )}
        </Section>
    );
}
