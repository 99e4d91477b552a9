import {useMemo, useState, type ReactNode} from "react";
import {clock, seconds} from "../core/amounts";
import {useLinks, useNow, useShown} from "../core/context";
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

/** What each slot of each model was busy with, and is. */
export function TimelineView(): ReactNode {
    const shown = useShown();
    const {run, slots, version} = shown;
    const link = useLinks();
    const now = useNow(shown, 250);
    const [zoom, setZoom] = useState(0);
    const groups = useMemo(() => spansOf(run), [version]);
    const all = groups.flatMap(group => group.spans);
    const scale = new Scale(all, now);
    if (all.length === 0) return <Nothing>No model was asked and no check has run yet.</Nothing>;
    const length = scale.length / 1000;
    // Zoomed out the whole fits; each step doubles.
    const width = Math.max(300, 1000 * 2 ** zoom);
    const x = (moment: number) => scale.at(moment) / scale.length * width;
    const step = STEPS.find(one => one / length * width >= 70) ?? 7200;
    const ticks = Array.from({length: Math.floor(length / step) + 1}, (_, i) => i * step);
    let y = HEAD;
    const drawn = groups.map(group => {
        const lanes = lanesOf(group.spans, now);
        const top = y;
        y += lanes.length * LANE + 14;
        return {...group, lanes, top};
    });
    return <div className="timeline">
        <div className="tools">
            <button type="button" onClick={() => setZoom(Math.max(0, zoom - 1))} aria-label="Less detail" disabled={zoom === 0}>−</button>
            <button type="button" onClick={() => setZoom(Math.min(8, zoom + 1))} aria-label="More detail">+</button>
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
            <div className="frame" tabIndex={0} role="group" aria-label="Timeline">
                <svg width={zoom === 0 ? "100%" : width} height={y} viewBox={`0 0 ${width} ${y}`} preserveAspectRatio="none">
                    {ticks.map(tick => <line key={tick} className="tick" x1={tick / length * width} x2={tick / length * width} y1={HEAD - 4} y2={y}/>)}
                    {scale.gaps.map((gap, i) => <rect key={i} className="gap" x={gap.at * 1000 / 1000 / scale.length * width - 6} width="12" y="0" height={y}>
                        <title>{`nothing for ${seconds(gap.left / 1000)}`}</title></rect>)}
                    {drawn.map(group => group.lanes.map((lane, i) => lane.map((span, j) => {
                        const from = x(span.from);
                        const until = Math.max(from + 2, x(span.until ?? now));
                        const words = `${span.task === "" ? span.what : `${span.task}, ${span.what}`}: ${seconds(((span.until ?? now) - span.from) / 1000)}${span.until === undefined ? " so far" : ""}`;
                        return <a key={`${i}-${j}`} href={span.task === "" ? link("checks") : link("task", span.task)}
                            aria-label={visible(`${group.name}: ${words}`)} tabIndex={-1}>
                            <rect className={`span ${span.kind}${span.until === undefined ? " open" : ""}`} x={from} width={until - from}
                                y={group.top + i * LANE} height={LANE - 4} rx="3"><title>{visible(words)}</title></rect>
                        </a>;
                    })))}
                </svg>
                <div className="ticks" aria-hidden="true">{ticks.map(tick => <Tick key={tick} part={tick / length}>{clock(tick)}</Tick>)}</div>
                {drawn.flatMap(group => group.lanes.flatMap((lane, i) => lane.filter(span =>
                    (x(span.until ?? now) - x(span.from)) / width > 0.05).map((span, j) => <Label key={`${group.name}-${i}-${j}`}
                    left={x(span.from) / width} room={(x(span.until ?? now) - x(span.from)) / width} top={group.top + i * LANE}
                    width={zoom === 0 ? undefined : width}>{visible(span.task || span.what)}</Label>)))}
            </div>
        </div>
        <details className="as-table"><summary>As a table</summary><div className="scroll" tabIndex={0} role="group" aria-label="Timeline as a table"><table>
            <thead><tr><th scope="col">slot</th><th scope="col">task</th><th scope="col">what</th><th scope="col" className="n">began after</th><th scope="col" className="n">took</th></tr></thead>
            <tbody>{drawn.flatMap(group => group.lanes.flatMap((lane, i) => lane.slice(0, 200).map((span, j) => <tr key={`${group.name}${i}-${j}`}>
                <td>{visible(group.name)} {i + 1}</td><td>{visible(span.task)}</td><td>{visible(span.what)}</td>
                <td className="n">{seconds(scale.at(span.from) / 1000)}</td>
                <td className="n">{seconds(((span.until ?? now) - span.from) / 1000)}</td></tr>)))}</tbody>
        </table></div></details>
    </div>;
}

function Tick({part, children}: {part: number; children: string}): ReactNode {
    return <span style={{left: `${part * 100}%`}}>{children}</span>;
}

function Label({left, room, top, width, children}: {
    left: number; room: number; top: number; width?: number; children: string;
}): ReactNode {
    const style = width === undefined ? {left: `${left * 100}%`, width: `${room * 100}%`, top}
        : {left: left * width, width: room * width, top};
    return <span className="span-label" style={style} aria-hidden="true">{children}</span>;
}
