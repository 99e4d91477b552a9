import {useState, type ReactNode} from "react";
import {api} from "../core/api";
import {count, money, seconds, short} from "../core/amounts";
import {useAsked, useLinks, useShown} from "../core/context";
import {cutWord} from "../core/words";
import type {Estimate, Forecasted, Plan} from "../events";
import {Act, Nothing, Section, Wrong} from "../parts/basics";
import {Text} from "../text/Text";
import {Picture} from "./Graph";
import {PlanEdit} from "./PlanEdit";
import {isPlan} from "./Questions";
import {uncovered} from "./Requirements";

function Estimates({forecast}: {forecast: Forecasted}): ReactNode {
    const row = (e: Estimate, name: string, chosen: boolean) => <tr key={name} className={chosen ? "at" : ""}>
        <th scope="row">{name}{chosen && " (this plan)"}</th><td className="n">{e.tasks}</td><td className="n">{short(e.tokens)}</td>
        <td className="n">{e.low === e.high ? "" : `${short(e.low)} to ${short(e.high)}`}</td><td className="n">{seconds(e.seconds)}</td>
        <td className="n">{e.dollars < 0 ? "unknown" : money(e.dollars)}</td></tr>;
    return <Section title="What it is likely to cost"><div className="scroll" tabIndex={0} role="group" aria-label="Forecast"><table>
        <thead><tr><th scope="col">way</th><th scope="col" className="n">tasks</th><th scope="col" className="n">tokens</th>
            <th scope="col" className="n">four of five runs</th><th scope="col" className="n">time</th><th scope="col" className="n">dollars</th></tr></thead>
        <tbody>{row(forecast.plan, cutWord(forecast.plan.cut), true)}{forecast.others.map(other => row(other, cutWord(other.cut), false))}</tbody>
    </table></div>
    {(forecast.shares?.length ?? 0) > 0 && <div className="scroll" tabIndex={0} role="group" aria-label="Forecast by agent"><table>
        <thead><tr><th scope="col">agent</th><th scope="col">model</th><th scope="col" className="n">calls</th><th scope="col" className="n">tokens</th></tr></thead>
        <tbody>{forecast.shares?.map((share, i) => <tr key={i}><th scope="row"><Text>{share.agent}</Text></th><td><Text>{share.alias}</Text></td>
            <td className="n">{share.calls}</td><td className="n">{short(share.low)} to {short(share.high)}</td></tr>)}</tbody>
    </table></div>}</Section>;
}

/** Which task is for which requirement. */
function Matrix({plan}: {plan: Plan}): ReactNode {
    const link = useLinks();
    const requirements = plan.requirements ?? [];
    const [all, setAll] = useState(false);
    if (requirements.length === 0) return null;
    const shown = all ? requirements : requirements.slice(0, 60);
    return <Section title="Requirements against tasks"><div className="scroll" tabIndex={0} role="group" aria-label="Requirements against tasks">
        <table className="matrix"><thead><tr><th scope="col">requirement</th><th scope="col">lines</th><th scope="col">tasks</th></tr></thead>
            <tbody>{shown.map(one => {
                const tasks = plan.tasks.filter(task => task.requirements?.includes(one.id));
                return <tr key={one.id}><th scope="row"><a href={link("requirements", one.id)}><Text>{one.id}</Text></a>{" "}
                    <span className="words"><Text>{one.text}</Text></span></th>
                <td className="quiet">{one.lines.join(", ")}</td>
                <td className="tasks">{tasks.length === 0 ? <span className="warn">no task</span> : tasks.map(task =>
                    <a key={task.id} href={link("task", task.id)}><Text>{task.id}</Text></a>)}</td></tr>;
            })}</tbody></table></div>
    {shown.length < requirements.length && <button type="button" className="more" onClick={() => setAll(true)}>… {requirements.length - shown.length} more</button>}
    </Section>;
}

/** What is going to be done, before it costs: to be read, edited and approved. */
export function PlanView(): ReactNode {
    const {run, name, report} = useShown();
    const link = useLinks();
    const [editing, setEditing] = useState(false);
    const asking = !report && run.open().some(question => isPlan(question.asked.id));
    const now = useAsked(async () => asking ? await api.plan(name) : undefined, `${name}\0${asking} ${run.plans.length} ${run.questions.length}`);
    const plan = now.value?.plan ?? run.plan;
    const forecast = now.value?.forecast ?? run.forecast;
    if (!plan) return <Nothing>There is no plan yet: {run.phase()}.</Nothing>;
    const bare = run.started ? uncovered(run.started.spec, plan) : [];
    const notes = now.value?.notes ?? run.plans.at(-1)?.notes ?? [];
    return <div className="plan">
        <header className="plan-head">
            <h1><Text>{plan.name}</Text></h1>
            <p><Text>{plan.summary}</Text></p>
            <p className="facts"><span><Text>{plan.stack}</Text></span><span>{count(plan.tasks.length, "task")}</span>
                <span>{count(plan.requirements?.length ?? 0, "requirement")}</span><span>{count(plan.contracts.length, "contract")}</span>
                {run.plans.length > 1 && <span>changed {count(run.plans.length - 1, "time")}</span>}
                {run.sized && <span className="quiet"><Text>{run.sized.why}</Text></span>}</p>
            {asking && !editing && <div className="approve"><b>No task has begun yet.</b>
                <Act kind="primary" act={() => api.approve(name)}>Carry it out</Act>
                <button type="button" onClick={() => setEditing(true)} disabled={!now.value?.editable}>Edit</button>
                <Act act={() => api.stop(name)} sure="End the run in order? It can be resumed.">Stop</Act></div>}
        </header>
        {now.wrong !== undefined && <Wrong wrong={now.wrong} again={now.again}/>}
        {editing ? <PlanEdit plan={plan} done={() => {
            setEditing(false);
            now.again();
        }}/> : <>
            {forecast && <Estimates forecast={forecast}/>}
            {notes.length > 0 && <Section title="Notes">{notes.map((note, i) => <p key={i} className="note"><Text>{note}</Text></p>)}</Section>}
            {bare.length > 0 && <p className="warn">{count(bare.length, "line")} of the specification that nothing covers:{" "}
                <a href={link("requirements")}>{bare.slice(0, 20).join(", ")}{bare.length > 20 && " …"}</a></p>}
            {plan.unclear.length > 0 && <Section title="Left open by the specification"><dl>{plan.unclear.map((one, i) => <div key={i}>
                <dt><Text>{one.question}</Text></dt><dd>Assumed: <Text>{one.assumption}</Text></dd></div>)}</dl></Section>}
            <Section title="Tasks"><Picture plan={plan} rows={run.tasks().length > 0 ? run.board.tasks : undefined} link={task => link("task", task)}/></Section>
            <Matrix plan={plan}/>
            {plan.contracts.length > 0 && <Section title="Contracts">{plan.contracts.map((contract, i) => <details key={i} className="contract">
                <summary><b><Text>{contract.name}</Text></b> <span className="quiet"><Text>{contract.kind}</Text></span>{" "}
                    <span className="quiet"><Text>{plan.tasks.filter(task => task.provides.includes(contract.name)).map(task => task.id).join(", ")}</Text> to{" "}
                        <Text>{plan.tasks.filter(task => task.uses.includes(contract.name)).map(task => task.id).join(", ") || "nobody"}</Text></span></summary>
                <pre><Text>{contract.text}</Text></pre></details>)}</Section>}
            {plan.checks.length > 0 && <Section title="End checks that it proposes">{plan.checks.map((check, i) => <p key={i} className="facts">
                <b><Text>{check.name}</Text></b><code><Text>{check.run.join(" ")}</Text></code></p>)}</Section>}
        </>}
    </div>;
}
