import {useEffect, useMemo, useRef, useState, type ReactNode} from "react";
import {VList, type VListHandle} from "virtua";
import {count, time} from "../core/amounts";
import {useLinks, useShown} from "../core/context";
import {subject, told} from "../core/words";
import type {Kept} from "../events";
import {Nothing} from "../parts/basics";
import {Code, Text} from "../text/Text";

const LONGEST = 600;
const KINDS: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ["models", ["asked-model", "answered-model", "settled"]],
    ["checks", ["checked", "evidenced", "tests-tried"]],
    ["tasks", ["task-ended", "integrated", "replacing", "undone"]],
    ["plan", ["stack-chosen", "sized", "planned", "forecasted", "programs-found", "programs-missing", "changing"]],
    ["people", ["asked", "answered"]],
    ["notes and budget", ["noted", "allowed", "reserved", "reached", "run-started", "resumed", "forked", "run-ended"]],
];
const QUIET: ReadonlySet<string> = new Set(["reserved", "replacing"]);

function LogLine({
    entry,
    at,
    toggle,
    open,
    to,
}: {
    entry: Kept;
    at: boolean;
    open: boolean;
    toggle: () => void;
    to: string;
}): ReactNode {
    const {word, text, tone, task} = told(entry);
    const line = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    return (
        <div className={`log-line ${tone ?? ""}${at ? " at" : ""}`}>
            <div className="head">
                <a className="seq" href={to} aria-label={`Link to line ${entry.seq}`}>
                    {entry.seq}
                </a>
                <time dateTime={entry.at}>{time(entry.at)}</time>
                <button type="button" className="word" aria-expanded={open} onClick={toggle}>
                    {word}
                </button>
                <span className="text">
                    {task ? (
                        <b>
                            <Text>{subject(task)}</Text>
                        </b>
                    ) : null}
                    <Text>{line}</Text>
                </span>
            </div>
            {open && (
                <Code
                    text={JSON.stringify(entry, null, 2)}
                    language="json"
                    name={`Line ${entry.seq} of the journal`}
                    numbers={false}
                />
            )}
        </div>
    );
}

/** Every line of the journal; follows what comes until one scrolls. */
export function LogView({at}: {at: number}): ReactNode {
    const {run, report, version} = useShown();
    const link = useLinks();
    const [words, setWords] = useState("");
    const [kind, setKind] = useState("");
    const [all, setAll] = useState(false);
    const [opened, setOpened] = useState<ReadonlySet<number>>(new Set(at > 0 ? [at] : []));
    const [following, setFollowing] = useState(at === 0 && !report && !run.ended);
    const list = useRef<VListHandle>(null);
    const lines = useMemo(() => {
        const kinds = KINDS.find(([name]) => name === kind)?.[1];
        const wanted = words.toLowerCase();
        return run.entries.filter(
            entry =>
                (all || entry.seq === at || !QUIET.has(entry.type)) &&
                (!kinds || kinds.includes(entry.type)) &&
                (wanted === "" ||
                    `${told(entry).word} ${told(entry).text} ${told(entry).task ?? ""}`.toLowerCase().includes(wanted)),
        );
    }, [version, words, kind, all, at]);
    useEffect(() => {
        if (following) list.current?.scrollToIndex(lines.length - 1, {align: "end"});
    }, [lines.length, following]);
    useEffect(() => {
        const index = lines.findIndex(entry => entry.seq === at);
        if (at > 0 && index >= 0) list.current?.scrollToIndex(index, {align: "center"});
    }, [at, lines.length > 0]);
    const scrolled = (offset: number) => {
        const frame = list.current;
        if (!frame || report) return;
        const end = offset + frame.viewportSize >= frame.scrollSize - 24;
        if (!end && following && userScrolled.current) setFollowing(false);
    };
    const userScrolled = useRef(false);
    const touch = () => {
        userScrolled.current = true;
    };
    return (
        <div className="log-view">
            <form className="tools" onSubmit={event => event.preventDefault()}>
                <input
                    type="search"
                    aria-label="Only lines with these words"
                    placeholder="Only lines with …"
                    value={words}
                    onChange={event => setWords(event.target.value)}
                />
                <select
                    aria-label="Only lines of this kind"
                    value={kind}
                    onChange={event => setKind(event.target.value)}>
                    <option value="">everything</option>
                    {KINDS.map(([name]) => (
                        <option key={name}>{name}</option>
                    ))}
                </select>
                <label>
                    <input type="checkbox" checked={all} onChange={event => setAll(event.target.checked)} /> also what
                    is reserved and replaced
                </label>
                <span className="quiet">
                    {count(lines.length, "line")}
                    {lines.length < run.entries.length && ` of ${run.entries.length}`}
                </span>
                {!report && (
                    <button
                        type="button"
                        aria-pressed={following}
                        onClick={() => {
                            userScrolled.current = false;
                            setFollowing(!following);
                        }}>
                        {following ? "Following" : "Follow"}
                    </button>
                )}
            </form>
            {lines.length === 0 && <Nothing>No line is like that.</Nothing>}
            <VList
                ref={list}
                className="lines"
                onScroll={scrolled}
                onWheel={touch}
                onTouchMove={touch}
                onKeyDown={touch}
                onPointerDown={touch}
                tabIndex={0}
                role="log"
                aria-label="Log"
                aria-live="off">
                {lines.map(entry => (
                    <LogLine
                        key={entry.seq}
                        entry={entry}
                        at={entry.seq === at}
                        open={opened.has(entry.seq)}
                        to={link("log", String(entry.seq))}
                        toggle={() => {
                            const next = new Set(opened);
                            if (!next.delete(entry.seq)) next.add(entry.seq);
                            setOpened(next);
                        }}
                    />
                ))}
            </VList>
        </div>
    );
}
