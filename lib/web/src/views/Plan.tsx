import {type ReactNode, useState} from "react";
import {count} from "../core/amounts";
import {api} from "../core/api";
import {useAsked, useLinks, useShown} from "../core/context";
import {Act, Nothing, Section, Wrong} from "../parts/basics";
import {Text} from "../text/Text";
import {Picture} from "./Graph";
import {PlanEdit} from "./PlanEdit";
import {Estimates, Matrix} from "./PlanParts";
import {isPlan} from "./Questions";
import {uncovered} from "./Requirements";

/** What is going to be done, before it costs: to be read, edited and approved. */
export function PlanView(): ReactNode {
    const {run, name, report} = useShown();
    const link = useLinks();
    const [editing, setEditing] = useState(false);
    const asking = !report && run.open().some(question => isPlan(question.asked.id));
    const now = useAsked(
        async () => (asking ? await api.plan(name) : undefined),
        `${name}\0${asking} ${run.plans.length} ${run.questions.length}`,
    );
    const plan = now.value?.plan ?? run.plan;
    const forecast = now.value?.forecast ?? run.forecast;
    if (!plan) return <Nothing>There is no plan yet: {run.phase()}.</Nothing>;
    const bare = run.started ? uncovered(run.started.spec, plan) : [];
    const notes = now.value?.notes ?? run.plans.at(-1)?.notes ?? [];
    return (
        <div className="plan">
            <header className="plan-head">
                <h1>
                    <Text>{plan.name}</Text>
                </h1>
                <p>
                    <Text>{plan.summary}</Text>
                </p>
                <p className="facts">
                    <span>
                        <Text>{plan.stack}</Text>
                    </span>
                    <span>{count(plan.tasks.length, "task")}</span>
                    <span>{count(plan.requirements?.length ?? 0, "requirement")}</span>
                    <span>{count(plan.contracts.length, "contract")}</span>
                    {run.plans.length > 1 && <span>changed {count(run.plans.length - 1, "time")}</span>}
                    {run.sized && (
                        <span className="quiet">
                            <Text>{run.sized.why}</Text>
                        </span>
                    )}
                </p>
                {asking && !editing && (
                    <div className="approve">
                        <b>No task has begun yet.</b>
                        <Act kind="primary" act={() => api.approve(name)}>
                            Carry it out
                        </Act>
                        <button type="button" onClick={() => setEditing(true)} disabled={!now.value?.editable}>
                            Edit
                        </button>
                        <Act act={() => api.stop(name)} sure="End the run in order? It can be resumed.">
                            Stop
                        </Act>
                    </div>
                )}
            </header>
            {now.wrong !== undefined && <Wrong wrong={now.wrong} again={now.again} />}
            {editing ? (
                <PlanEdit
                    plan={plan}
                    done={() => {
                        setEditing(false);
                        now.again();
                    }}
                />
            ) : (
                <>
                    {forecast && <Estimates forecast={forecast} />}
                    {notes.length > 0 && (
                        <Section title="Notes">
                            {notes.map((note, i) => (
                                <p key={i} className="note">
                                    <Text>{note}</Text>
                                </p>
                            ))}
                        </Section>
                    )}
                    {bare.length > 0 && (
                        <p className="warn">
                            {count(bare.length, "line")} of the specification that nothing covers:{" "}
                            <a href={link("requirements")}>
                                {bare.slice(0, 20).join(", ")}
                                {bare.length > 20 && " …"}
                            </a>
                        </p>
                    )}
                    {plan.unclear.length > 0 && (
                        <Section title="Left open by the specification">
                            <dl>
                                {plan.unclear.map((one, i) => (
                                    <div key={i}>
                                        <dt>
                                            <Text>{one.question}</Text>
                                        </dt>
                                        <dd>
                                            Assumed: <Text>{one.assumption}</Text>
                                        </dd>
                                    </div>
                                ))}
                            </dl>
                        </Section>
                    )}
                    <Section title="Tasks">
                        <Picture
                            plan={plan}
                            rows={run.tasks().length > 0 ? run.board.tasks : undefined}
                            link={task => link("task", task)}
                        />
                    </Section>
                    <Matrix plan={plan} />
                    {plan.contracts.length > 0 && (
                        <Section title="Contracts">
                            {plan.contracts.map((contract, i) => (
                                <details key={i} className="contract">
                                    <summary>
                                        <b>
                                            <Text>{contract.name}</Text>
                                        </b>{" "}
                                        <span className="quiet">
                                            <Text>{contract.kind}</Text>
                                        </span>{" "}
                                        <span className="quiet">
                                            <Text>
                                                {plan.tasks
                                                    .filter(task => task.provides.includes(contract.name))
                                                    .map(task => task.id)
                                                    .join(", ")}
                                            </Text>{" "}
                                            to{" "}
                                            <Text>
                                                {plan.tasks
                                                    .filter(task => task.uses.includes(contract.name))
                                                    .map(task => task.id)
                                                    .join(", ") || "nobody"}
                                            </Text>
                                        </span>
                                    </summary>
                                    <pre>
                                        <Text>{contract.text}</Text>
                                    </pre>
                                </details>
                            ))}
                        </Section>
                    )}
                    {plan.checks.length > 0 && (
                        <Section title="End checks that it proposes">
                            {plan.checks.map((check, i) => (
                                <p key={i} className="facts">
                                    <b>
                                        <Text>{check.name}</Text>
                                    </b>
                                    <code>
                                        <Text>{check.run.join(" ")}</Text>
                                    </code>
                                </p>
                            ))}
                        </Section>
                    )}
                </>
            )}
        </div>
    );
}
