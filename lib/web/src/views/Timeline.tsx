import {useMemo, useState, type ReactNode} from "react";
import {clock, count, seconds} from "../core/amounts";
import {useLinks, useNow, useShown, useWide} from "../core/context";
import type {Run} from "../fold/run";
import {holds, type Row} from "../fold/row";
import {Nothing} from "../parts/basics";
import {lanesOf, Scale, type Span} from "../parts/lanes";
import {visible} from "../text/visible";

const LANE = 22;
const HEAD = 20;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

interface Group {
    readonly name: string;
    readonly note: string;
    readonly spans: Span[];
}

function spansOf(run: Run): Group[] {
    const groups = new Map<string, Span[]>();
    const rows: Row[] = run.board.all();
    for (const row of rows) {
        for (const call of row.calls) {
            const list = groups.get(call.asked.alias) ?? [];
            list.push({from: call.from, until: call.until, task: row.id, what: `attempt ${call.asked.attempt}`,
                kind: call.until !== undefined && !call.answer ? "failed" : "call"});
            groups.set(call.asked.alias, list);
        }
    }
    const checks: Span[] = [...rows, ...run.board.endChecks.values()].flatMap(row => row.checks.map(check => ({
        from: check.from, until: check.until, task: row.title === "end check" ? "" : row.id, what: check.name,
        kind: check.result && !holds(check.result) ? "failed" as const : "check" as const})));
    checks.push(...run.endCheckStarted.map(check => ({from: check.from, task: "", what: check.name, kind: "check" as const})));
    const named = [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, spans]) => ({name, note: "model", spans}));
    return checks.length === 0 ? named : [...named, {name: "checks", note: "on this machine", spans: checks}];
}

/** Spans of fewer pixels are drawn together, without a link of their own. */
const NARROW = 4;

interface Lane {
    readonly group: string;
    readonly top: number;
    readonly spans: ReadonlyArray<Span>;
}

/** What each slot of each model was busy with, and is. */
export function TimelineView(): ReactNode {
    const shown = useShown();
    const {run, slots, version} = shown;
    const now = useNow(shown, 250);
    const wide = useWide(700);
    const [zoom, setZoom] = useState(0);
    const [seen, setSeen] = useState({from: 0, to: 2000});
    const groups = useMemo(() => spansOf(run), [version]);
    const all = groups.flatMap(group => group.spans);
    const scale = new Scale(all, now);
    if (all.length === 0) return <Nothing>No model was asked and no check has run yet.</Nothing>;
    const length = scale.length / 1000;
    // Zoomed out the whole fits; each step doubles.
    const width = (wide ? 1000 : 280) * 2 ** zoom;
    const x = (moment: number) => scale.at(moment) / scale.length * width;
    let step = STEPS.find(one => one / length * width >= 70) ?? 14_400;
    while (step / length * width < 70) step *= 2;
    const ticks = Array.from({length: Math.floor(length / step) + 1}, (_, i) => i * step);
    let y = HEAD;
    const drawn = groups.map(group => {
        const lanes = lanesOf(group.spans, now);
        const top = y;
        y += lanes.length * LANE + 14;
        return {...group, lanes, top};
    });
    const lanes: Lane[] = drawn.flatMap(group => group.lanes.map((spans, i) => ({group: group.name, top: group.top + i * LANE, spans})));
    const scrolled = (frame: HTMLElement) => setSeen({from: frame.scrollLeft - 600, to: frame.scrollLeft + frame.clientWidth + 600});
    return <div className="timeline">
        <div className="tools">
            <button type="button" onClick={() => setZoom(Math.max(0, zoom - 1))} aria-label="Less detail" disabled={zoom === 0}>−</button>
            <button type="button" onClick={() => setZoom(Math.min(10, zoom + 1))} aria-label="More detail">+</button>
            <span className="legend"><span className="swatch call"/> call <span className="swatch check"/> check <span className="swatch failed"/> failed</span>
        </div>
        <div className="tracks">
            <svg className="names" width="132" height={y} aria-hidden="true">
                {drawn.map(group => <g key={group.name} transform={`translate(0 ${group.top})`}>
                    <text x="0" y="14" className="name">{visible(group.name)}</text>
                    <text x="0" y="29" className="detail">{group.lanes.length}{slots.get(group.name) !== undefined
                        && ` of ${slots.get(group.name)}`} {group.note === "model" ? "slots" : "at once"}</text>
                </g>)}
            </svg>
            <div className="frame" tabIndex={0} role="group" aria-label="Timeline" onScroll={event => scrolled(event.currentTarget)}>
                <svg width={zoom === 0 ? "100%" : width} height={y} viewBox={`0 0 ${width} ${y}`} preserveAspectRatio="none">
                    {ticks.filter(tick => zoom === 0 || within(seen, tick / length * width)).map(tick => <line key={tick} className="tick"
                        x1={tick / length * width} x2={tick / length * width} y1={HEAD - 4} y2={y}/>)}
                    {scale.gaps.map((gap, i) => <rect key={i} className="gap" x={gap.at / scale.length * width - 6} width="12" y="0" height={y}>
                        <title>{`nothing for ${seconds(gap.left / 1000)}`}</title></rect>)}
                    {lanes.map(lane => <Track key={lane.top} lane={lane} x={x} now={now} seen={zoom === 0 ? undefined : seen}/>)}
                </svg>
                <div className="ticks" aria-hidden="true">{ticks.filter(tick => zoom === 0 || within(seen, tick / length * width)).map(tick =>
                    <span key={tick} style={{left: zoom === 0 ? `${100 * tick / length}%` : tick / length * width}}>{clock(tick)}</span>)}</div>
                {lanes.flatMap(lane => lane.spans.filter(span => x(span.until ?? now) - x(span.from) > (wide ? 50 : 42)
                    && (zoom === 0 || within(seen, x(span.from)) || within(seen, x(span.until ?? now)))).map((span, j) =>
                    <Label key={`${lane.top}-${j}`} left={x(span.from) / width} room={(x(span.until ?? now) - x(span.from)) / width} top={lane.top}
                        width={zoom === 0 ? undefined : width}>{visible(span.task || span.what)}</Label>))}
            </div>
        </div>
        <Numbers lanes={lanes} scale={scale} now={now}/>
    </div>;
}

const within = (seen: {from: number; to: number}, x: number): boolean => x >= seen.from && x <= seen.to;

/** What a slot was busy with: wide spans lead to their task, narrow ones are one shape. */
function Track({lane, x, now, seen}: {
    lane: Lane; x: (moment: number) => number; now: number; seen?: {from: number; to: number};
}): ReactNode {
    const link = useLinks();
    const narrow = {call: "", check: "", failed: ""};
    const wide: ReactNode[] = [];
    lane.spans.forEach((span, i) => {
        const from = x(span.from);
        const until = Math.max(from + 1.5, x(span.until ?? now));
        if (seen && (until < seen.from || from > seen.to)) return;
        if (until - from < NARROW && span.until !== undefined) {
            narrow[span.kind] += `M${from.toFixed(1)} ${lane.top}h${(until - from).toFixed(1)}v${LANE - 4}h${(from - until).toFixed(1)}z`;
            return;
        }
        const words = `${span.task === "" ? span.what : `${span.task}, ${span.what}`}: ${seconds(((span.until ?? now) - span.from) / 1000)}${span.until === undefined ? " so far" : ""}`;
        wide.push(<a key={i} href={span.task === "" ? link("checks") : link("task", span.task)} tabIndex={-1} aria-label={visible(`${lane.group}: ${words}`)}>
            <rect className={`span ${span.kind}${span.until === undefined ? " open" : ""}`} x={from} width={until - from} y={lane.top} height={LANE - 4} rx="3">
                <title>{visible(words)}</title></rect></a>);
    });
    return <>{(["call", "check", "failed"] as const).map(kind => narrow[kind] !== ""
        && <path key={kind} className={`span ${kind}`} d={narrow[kind]}/>)}{wide}</>;
}

const ROWS = 500;

function Numbers({lanes, scale, now}: {lanes: ReadonlyArray<Lane>; scale: Scale; now: number}): ReactNode {
    const [open, setOpen] = useState(false);
    const [shown, setShown] = useState(ROWS);
    const rows = open ? lanes.flatMap((lane, i) => lane.spans.map(span => ({lane, slot: i + 1, span}))).sort((a, b) => a.span.from - b.span.from) : [];
    return <details className="as-table" open={open} onToggle={event => setOpen(event.currentTarget.open)}><summary>As a table</summary>
        <div className="scroll" tabIndex={0} role="group" aria-label="Timeline as a table"><table>
            <thead><tr><th scope="col">slot</th><th scope="col">task</th><th scope="col">what</th><th scope="col" className="n">began after</th><th scope="col" className="n">took</th></tr></thead>
            <tbody>{rows.slice(0, shown).map(({lane, slot, span}, i) => <tr key={i}>
                <td>{visible(lane.group)} {slot}</td><td>{visible(span.task)}</td><td>{visible(span.what)}</td>
                <td className="n">{seconds(scale.at(span.from) / 1000)}</td>
                <td className="n">{seconds(((span.until ?? now) - span.from) / 1000)}</td></tr>)}</tbody>
        </table></div>
        {rows.length > shown && <button type="button" className="more" onClick={() => setShown(shown + 4 * ROWS)}>… {count(rows.length - shown, "more row")}</button>}
    </details>;
}

function Label({left, room, top, width, children}: {
    left: number; room: number; top: number; width?: number; children: string;
}): ReactNode {
    const style = width === undefined ? {left: `${left * 100}%`, width: `${room * 100}%`, top}
        : {left: left * width, width: room * width, top};
    return <span className="span-label" style={style} aria-hidden="true">{children}</span>;
}
