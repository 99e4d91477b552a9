import {type ReactNode, useMemo, useState} from "react";
import {clock, seconds} from "../core/amounts";
import {useNow, useShown, useWide} from "../core/context";
import {holds} from "../fold/outcome";
import type {Row} from "../fold/row";
import type {Run} from "../fold/run";
import {Nothing} from "../parts/basics";
import {lanesOf, Scale, type Span} from "../parts/lanes";
import {visible} from "../text/visible";
import {Label, LANE, type Lane, Numbers, Track, within} from "./Tracks";

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
            list.push({
                from: call.from,
                until: call.until,
                task: row.id,
                what: `attempt ${call.asked.attempt}`,
                kind: call.until !== undefined && !call.answer ? "failed" : "call",
            });
            groups.set(call.asked.alias, list);
        }
    }
    const checks: Span[] = [...rows, ...run.board.endChecks.values()].flatMap(row =>
        row.checks.map(check => ({
            from: check.from,
            until: check.until,
            task: row.title === "end check" ? "" : row.id,
            what: check.name,
            kind: check.result && !holds(check.result) ? ("failed" as const) : ("check" as const),
        })),
    );
    checks.push(
        ...run.endCheckStarted.map(check => ({from: check.from, task: "", what: check.name, kind: "check" as const})),
    );
    const named = [...groups]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, spans]) => ({name, note: "model", spans}));
    return checks.length === 0 ? named : [...named, {name: "checks", note: "on this machine", spans: checks}];
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
    const x = (moment: number) => (scale.at(moment) / scale.length) * width;
    let step = STEPS.find(one => (one / length) * width >= 70) ?? 14_400;
    while ((step / length) * width < 70) step *= 2;
    const ticks = Array.from({length: Math.floor(length / step) + 1}, (_, i) => i * step);
    let y = HEAD;
    const drawn = groups.map(group => {
        const lanes = lanesOf(group.spans, now);
        const top = y;
        y += lanes.length * LANE + 14;
        return {...group, lanes, top};
    });
    const lanes: Lane[] = drawn.flatMap(group =>
        group.lanes.map((spans, i) => ({group: group.name, top: group.top + i * LANE, spans})),
    );
    const scrolled = (frame: HTMLElement) =>
        setSeen({from: frame.scrollLeft - 600, to: frame.scrollLeft + frame.clientWidth + 600});
    return (
        <div className="timeline">
            <div className="tools">
                <button
                    type="button"
                    onClick={() => setZoom(Math.max(0, zoom - 1))}
                    aria-label="Less detail"
                    disabled={zoom === 0}>
                    −
                </button>
                <button type="button" onClick={() => setZoom(Math.min(10, zoom + 1))} aria-label="More detail">
                    +
                </button>
                <span className="legend">
                    <span className="swatch call" /> call <span className="swatch check" /> check{" "}
                    <span className="swatch failed" /> failed
                </span>
            </div>
            <div className="tracks">
                <svg className="names" width="132" height={y} aria-hidden="true">
                    {drawn.map(group => (
                        <g key={group.name} transform={`translate(0 ${group.top})`}>
                            <text x="0" y="14" className="name">
                                {visible(group.name)}
                            </text>
                            <text x="0" y="29" className="detail">
                                {group.lanes.length}
                                {slots.get(group.name) !== undefined && ` of ${slots.get(group.name)}`}{" "}
                                {group.note === "model" ? "slots" : "at once"}
                            </text>
                        </g>
                    ))}
                </svg>
                <div
                    className="frame"
                    tabIndex={0}
                    role="group"
                    aria-label="Timeline"
                    onScroll={event => scrolled(event.currentTarget)}>
                    <svg
                        width={zoom === 0 ? "100%" : width}
                        height={y}
                        viewBox={`0 0 ${width} ${y}`}
                        preserveAspectRatio="none">
                        {ticks
                            .filter(tick => zoom === 0 || within(seen, (tick / length) * width))
                            .map(tick => (
                                <line
                                    key={tick}
                                    className="tick"
                                    x1={(tick / length) * width}
                                    x2={(tick / length) * width}
                                    y1={HEAD - 4}
                                    y2={y}
                                />
                            ))}
                        {scale.gaps.map((gap, i) => (
                            <rect
                                key={i}
                                className="gap"
                                x={(gap.at / scale.length) * width - 6}
                                width="12"
                                y="0"
                                height={y}>
                                <title>{`nothing for ${seconds(gap.left / 1000)}`}</title>
                            </rect>
                        ))}
                        {lanes.map(lane => (
                            <Track key={lane.top} lane={lane} x={x} now={now} seen={zoom === 0 ? undefined : seen} />
                        ))}
                    </svg>
                    <div className="ticks" aria-hidden="true">
                        {ticks
                            .filter(tick => zoom === 0 || within(seen, (tick / length) * width))
                            .map(tick => (
                                <span
                                    key={tick}
                                    style={{left: zoom === 0 ? `${(100 * tick) / length}%` : (tick / length) * width}}>
                                    {clock(tick)}
                                </span>
                            ))}
                    </div>
                    {lanes.flatMap(lane =>
                        lane.spans
                            .filter(
                                span =>
                                    x(span.until ?? now) - x(span.from) > (wide ? 50 : 42) &&
                                    (zoom === 0 || within(seen, x(span.from)) || within(seen, x(span.until ?? now))),
                            )
                            .map((span, j) => (
                                <Label
                                    key={`${lane.top}-${j}`}
                                    left={x(span.from) / width}
                                    room={(x(span.until ?? now) - x(span.from)) / width}
                                    top={lane.top}
                                    width={zoom === 0 ? undefined : width}>
                                    {visible(span.task || span.what)}
                                </Label>
                            )),
                    )}
                </div>
            </div>
            <Numbers lanes={lanes} scale={scale} now={now} />
        </div>
    );
}
