import {type ReactNode, useEffect, useState} from "react";
import {clock, count, money, seconds, short} from "../core/amounts";
import {api, type RunRow} from "../core/api";
import {useAsked, useLinks, useNow, useShown} from "../core/context";
import {Act} from "../parts/basics";
import {Text} from "../text/Text";
import {visible} from "../text/visible";
import {isPlan} from "./Questions";

/** How the server sees the run: whether a process works on it. */
export function useServed(): RunRow | undefined {
    const {name, run, report, live} = useShown();
    const [turn, setTurn] = useState(0);
    useEffect(() => {
        if (report) return;
        const timer = setInterval(() => setTurn(old => old + 1), 5000);
        return () => clearInterval(timer);
    }, [report]);
    const asked = useAsked(
        async () => (report ? undefined : (await api.runs()).find(row => row.run === name)),
        `${name}\0${run.ended?.seq ?? 0} ${run.ended ? 0 : turn}`,
    );
    // What the server said before the newest line came says nothing of now.
    const served = asked.value && asked.value.seq >= run.seq ? asked.value : undefined;
    useEffect(() => live.worked(served?.live ?? true, served?.trouble ?? ""), [live, served?.live, served?.trouble]);
    return served;
}

const CONNECTIONS = {
    connecting: "connects …",
    connected: "",
    lost: "not connected, tries again",
    file: "report",
} as const;

export function Head({tools, served}: {tools: ReactNode; served?: RunRow}): ReactNode {
    const shown = useShown();
    const {run, live, name, report} = shown;
    const now = useNow(shown);
    const link = useLinks();
    const total = run.tasks().length;
    const done = run.count("done");
    const open = run.open().length;
    const state = run.ended
        ? run.words()
        : open > 0
          ? "waits for you"
          : served && !served.live && served.state === "cut-short"
            ? "cut short"
            : run.phase();
    const cost = run.spent.total().dollars;
    useEffect(() => {
        document.title = `${open > 0 ? `(${open}) ` : ""}${visible(run.name || "run")}: ${total > 0 ? `${done}/${total}, ` : ""}${visible(state)}`;
    }, [open, done, total, state, run.name]);
    return (
        <header className="top">
            {report ? (
                <span className="brand">LLM Swarm</span>
            ) : (
                <a className="brand" href="#/">
                    LLM Swarm
                </a>
            )}
            <h1 className="run-name">
                <Text>{run.name || name}</Text>
            </h1>
            <span
                className={`phase ${run.ended ? (run.ended.exit === 0 ? "good" : "bad") : open > 0 ? "ask" : ""}`}
                role="status">
                <Text>{state}</Text>
            </span>
            {total > 0 && (
                <span className="fact">
                    <progress max={total} value={done} aria-label={`${done} of ${count(total, "task")} done`} /> {done}/
                    {total}
                </span>
            )}
            <a className="fact" href={link("cost")}>
                {run.tokens() === 0 && run.recorded() > 0
                    ? `${count(run.recorded(), "answer")} recorded`
                    : `${short(run.tokens())} tokens${cost > 0 ? `, ${money(cost)}` : ""}`}
            </a>
            <span className="fact clock">{run.ended ? seconds(run.ended.seconds) : clock(run.seconds(now))}</span>
            {CONNECTIONS[live.connection] !== "" && (
                <span className={`connection ${live.connection}`} role="status">
                    {live.trouble || CONNECTIONS[live.connection]}
                </span>
            )}
            {[...run.parked].map(([alias, until]) => (
                <span key={alias} className="phase ask">
                    <Text>{alias}</Text> waits for its server, asked again in {clock(Math.max(0, until - now) / 1000)}
                </span>
            ))}
            <span className="room" />
            {!report && !run.ended && run.entries.length > 0 && (served?.live ?? true) && (
                <Act act={() => api.stop(name)} sure="End the run in order? It can be resumed.">
                    Stop
                </Act>
            )}
            {!report && run.entries.length > 0 && (
                <a className="button quiet" href={api.report(name)} download>
                    Report
                </a>
            )}
            {tools}
        </header>
    );
}

/** What one has to know wherever one is: that somebody is waited for, or that the run can go on. */
export function Banner({served, view}: {served?: RunRow; view: string}): ReactNode {
    const {run, name, report} = useShown();
    const link = useLinks();
    const [bounds, setBounds] = useState({budget: "", maxTokens: "", maxCalls: ""});
    if (report) return null;
    const [first] = run.open();
    if (first && view !== "questions" && !(view === "plan" && isPlan(first.asked.id))) {
        const plan = isPlan(first.asked.id);
        return (
            <aside className="banner ask" aria-label="A question waits for you">
                <span className="sentence">
                    <Text>{first.asked.question.split("\n")[0] ?? ""}</Text>
                </span>
                {run.open().length > 1 && <span className="quiet">and {run.open().length - 1} more</span>}
                <a className="button primary" href={link(plan ? "plan" : "questions")}>
                    {plan ? "Look at the plan" : "Answer"}
                </a>
            </aside>
        );
    }
    const stopped = run.ended ? run.ended.exit !== 0 : served?.state === "cut-short" && !served.live;
    if (!stopped || served?.live || run.entries.length === 0) return null;
    const budget = run.reached !== undefined;
    const given = Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== ""));
    const field = (key: keyof typeof bounds, label: string) => (
        <label>
            {label}{" "}
            <input
                type="text"
                inputMode="decimal"
                size={8}
                value={bounds[key]}
                onChange={event => setBounds({...bounds, [key]: event.target.value.trim()})}
            />
        </label>
    );
    return (
        <aside className="banner" aria-label="The run can go on">
            <span className="sentence">
                {budget ? (
                    <Text>{run.reached?.sentence ?? ""}</Text>
                ) : run.ended ? (
                    "What held is not asked again, what failed is."
                ) : (
                    "No process works on this run, and it came to no end."
                )}
            </span>
            {budget && (
                <>
                    {field("budget", "Dollars in all")}
                    {field("maxTokens", "Tokens")}
                    {field("maxCalls", "Calls")}
                </>
            )}
            <Act kind="primary" act={() => api.resume(name, given)}>
                Resume
            </Act>
        </aside>
    );
}
