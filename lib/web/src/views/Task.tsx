import {useMemo, useState, type ReactNode} from "react";
import {api} from "../core/api";
import {clock, count, money, seconds, short, whole} from "../core/amounts";
import {useLinks, useNow, useShown} from "../core/context";
import {go, href} from "../core/route";
import {outcome} from "../core/words";
import {holds, isOver, type Call, type Check, type Row} from "../fold/row";
import {Act, Nothing, Section} from "../parts/basics";
import {Sign} from "../parts/Sign";
import {blocks} from "../text/answer";
import {places} from "../text/places";
import {Code, Lines, Text} from "../text/Text";
import {Ask, taskOf, useTold} from "./Questions";

/** A model's answer: prose as it stands, and what is in fences as code. */
export function Answer({text, name}: {text: string; name: string}): ReactNode {
    const parts = useMemo(() => blocks(text), [text]);
    return <div className="answer">{parts.map((block, i) => block.code
        ? <Code key={i} text={block.text} language={block.language} name={`${name}, code`} numbers={false}/>
        : block.text.trim() === "" ? null : <pre key={i} className="prose"><Lines text={block.text.trim()}/></pre>)}</div>;
}

/** An output in which places in files of the project are links. */
export function Output({text}: {text: string}): ReactNode {
    const {run} = useShown();
    const link = useLinks();
    const known = useMemo(() => new Set([...run.written.digests.keys(),
        ...(run.plan?.tasks ?? []).flatMap(task => task.files)]), [run.written.digests.size, run.plan]);
    return <pre className="output" tabIndex={0} aria-label="Output"><Lines text={text} link={line => {
        const found = places(line, known);
        if (found.length === 0) return <Text>{line}</Text>;
        return <>{found.map((place, i) => <span key={i}>
            <Text>{line.slice(i === 0 ? 0 : found[i - 1]?.to, place.from)}</Text>
            <a href={`${link("files", place.path)}?line=${place.line}`}><Text>{line.slice(place.from, place.to)}</Text></a>
        </span>)}<Text>{line.slice(found.at(-1)?.to)}</Text></>;
    }}/></pre>;
}

/** A check with its output, open where it failed. */
export function CheckCard({check}: {check: Check}): ReactNode {
    const {result} = check;
    const tail = result?.tail ?? "";
    const bad = result !== undefined && !holds(result);
    const [open, setOpen] = useState(bad);
    return <details className={`check ${result === undefined ? "" : bad ? "bad" : "good"}`} open={open}
        onToggle={event => setOpen(event.currentTarget.open)}>
        <summary><Sign stage={result === undefined ? "checking" : bad ? "failed" : "done"}/>
            <b><Text>{check.name}</Text></b>
            <span>{result === undefined ? "runs" : outcome(result)}</span>
            {result && <span className="quiet">{seconds(result.seconds)}{result.tests > 0 && `, ${count(result.tests, "test")}`}</span>}
        </summary>
        {open && <pre className="words command" tabIndex={0} aria-label="Command"><Text>{check.command.join(" ")}</Text></pre>}
        {open && (tail !== "" ? <Output text={tail}/> : result && <p className="quiet">It printed nothing.</p>)}
    </details>;
}

const partOf = (part: string): string => part === "" ? "" : part.startsWith("+") ? "continues what was cut off" : `for ${part}`;

function CallCard({call, now}: {call: Call; now: number}): ReactNode {
    const {asked, answer} = call;
    const text = answer?.text ?? call.stream;
    const length = asked.messages.reduce((sum, message) => sum + message.text.length, 0);
    return <div className="call">
        <p className="facts"><b><Text>{asked.agent}</Text></b><span><Text>{asked.alias}</Text></span>
            <span className="quiet"><Text>{asked.model}</Text></span>
            {asked.part !== "" && <span><Text>{partOf(asked.part)}</Text></span>}</p>
        <details className="prompt"><summary>Prompt as sent <span className="quiet">{whole(length)} characters</span>
            {asked.cut.length > 0 && <span className="warn">{count(asked.cut.length, "thing")} left out</span>}</summary>
            {asked.cut.length > 0 && <div className="cut"><b>Left out, as it did not fit:</b>
                <ul>{asked.cut.map((what, i) => <li key={i}><Text>{what}</Text></li>)}</ul></div>}
            {asked.messages.map((message, i) => <div key={i} className="message">
                <span className="role"><Text>{message.role}</Text></span>
                <Code text={message.text} language="md" name={`Prompt, ${message.role}`} numbers={false}/></div>)}
        </details>
        {answer ? <p className="facts quiet">{answer.recorded ? <span>answer from the tape</span>
            : <><span>{seconds(answer.seconds)}</span><span>{whole(answer.usage.input)} tokens in
                {answer.usage.cachedInput > 0 && `, ${short(answer.usage.cachedInput)} of them cached`}</span>
            <span>{whole(answer.usage.output)} out</span>{answer.cost > 0 && <span>{money(answer.cost)}</span>}</>}
            {answer.cutOff && <span className="warn">cut off</span>}</p>
            : call.until === undefined ? <p className="facts"><Sign stage="running"/>
                <span aria-live="polite">{call.stream === "" ? "waits for the first word" : "is being written"}</span>
                <span className="quiet">{clock((now - call.from) / 1000)}</span></p>
                : <p className="facts warn">No answer came.</p>}
        {text !== "" && <Answer text={text} name={`Answer of ${asked.agent}`}/>}
    </div>;
}

/** What belongs to an attempt: its calls and the checks of what came of them. */
function attemptsOf(row: Row): Array<{number: number; calls: Call[]; checks: Check[]}> {
    const numbers = new Set([...row.calls.map(call => call.asked.attempt), ...row.checks.map(check => check.attempt)]);
    return [...numbers].sort((a, b) => a - b).map(number => ({number,
        calls: row.calls.filter(call => call.asked.attempt === number),
        checks: row.checks.filter(check => check.attempt === number)}));
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
    if (!row) return <Nothing>There is no task called '<Text>{id}</Text>' in this run.</Nothing>;
    const attempts = attemptsOf(row);
    const open = run.open().filter(question => taskOf(question.asked.id) === id);
    const dependents = (run.plan?.tasks ?? []).filter(one => one.dependsOn.includes(id)).map(one => one.id);
    const tasks = (ids: ReadonlyArray<string>) => ids.map((one, i) => <span key={one}>{i > 0 && ", "}
        <a href={link("task", one)}><Text>{one}</Text></a></span>);
    return <div className="task">
        <header className="task-head">
            <h1><Sign stage={row.state}/> <Text>{row.id}</Text></h1>
            <p><Text>{row.title}</Text></p>
            <p className="facts"><b>{row.state}</b>{row.agent && <span><Text>{row.agent}</Text></span>}
                {row.alias && <span><Text>{row.alias}</Text></span>}
                {row.attempt > 0 && <span>attempt {row.attempt}</span>}
                {row.state !== "waiting" && <span>{seconds(row.seconds(now))}</span>}
                <span>{row.tokens() > 0 ? `${whole(row.tokens())} tokens` : row.recorded > 0 ? "recorded" : ""}</span>
                {row.cost > 0 && <span>{money(row.cost)}</span>}
                {row.silence(now) >= 10 && <span className="warn">silent for {clock(row.silence(now))}</span>}
                {task && (row.written || row.state === "done") && <a href={link("changes", id)}>What it changed</a>}
                {!shown.report && run.ended && task && row.attempt > 0 && <Act sure="Begin a run of its own from before this task?"
                    act={async () => go(href((await api.fork(shown.name, {from: id})).run, ""))}>Fork from here</Act>}
            </p>
            {row.reason !== "" && row.state !== "done" && <Output text={row.reason}/>}
        </header>
        {open.map(question => <Ask key={question.asked.seq} question={question} told={told.get(question.asked.seq)}/>)}
        {task && <details className="brief" open={attempts.length === 0}><summary>The task as planned</summary>
            <dl>
                <dt>What</dt><dd className="pre"><Text>{task.description}</Text></dd>
                <dt>Files</dt><dd>{task.files.map(path => <code key={path}><Text>{path}</Text></code>)}</dd>
                {task.dependsOn.length > 0 && <><dt>After</dt><dd>{tasks(task.dependsOn)}</dd></>}
                {dependents.length > 0 && <><dt>Before</dt><dd>{tasks(dependents)}</dd></>}
                {(task.requirements?.length ?? 0) > 0 && <><dt>For</dt><dd>{task.requirements?.map(one =>
                    <a key={one} href={link("requirements", one)}><Text>{one}</Text></a>)}</dd></>}
                {task.provides.length > 0 && <><dt>Provides</dt><dd><Text>{task.provides.join(", ")}</Text></dd></>}
                {task.uses.length > 0 && <><dt>Uses</dt><dd><Text>{task.uses.join(", ")}</Text></dd></>}
            </dl></details>}
        <Section title={attempts.length > 1 ? `${attempts.length} attempts, side by side` : attempts[0] ? `Attempt ${attempts[0].number}` : "Attempts"}
            aside={attempts.length > 1 && <label><input type="checkbox" checked={newest}
                onChange={event => setNewest(event.target.checked)}/> only the newest</label>}>
            {attempts.length === 0 && <Nothing>{isOver(row.state) ? "It was never begun." : "It has not begun."}</Nothing>}
            <div className={attempts.length > 1 && !newest ? "attempts several" : "attempts"}>
                {(newest ? attempts.slice(-1) : attempts).map(attempt => <article key={attempt.number} className="attempt"
                    aria-label={`Attempt ${attempt.number}`}>
                    {attempts.length > 1 && <h3>Attempt {attempt.number}</h3>}
                    {attempt.checks.length > 0 && <div className="checks">{attempt.checks.map((check, i) =>
                        <CheckCard key={i} check={check}/>)}</div>}
                    {attempt.checks.length === 0 && attempt.number < row.attempt && attempt.calls.some(call => call.answer)
                        && <p className="quiet">No check ran for it: its answer could not be read, or an equal one had been checked.</p>}
                    {attempt.calls.map((call, i) => <CallCard key={i} call={call} now={now}/>)}
                </article>)}
            </div>
        </Section>
    </div>;
}
