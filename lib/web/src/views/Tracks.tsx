import {type ReactNode, useState} from "react";
import {count, seconds} from "../core/amounts";
import {useLinks} from "../core/context";
import {Scale, type Span} from "../parts/lanes";
import {visible} from "../text/visible";

export const LANE = 22;

/** Spans of fewer pixels are drawn together, without a link of their own. */
const NARROW = 4;

export interface Lane {
    readonly group: string;
    readonly top: number;
    readonly spans: ReadonlyArray<Span>;
}

export const within = (seen: {from: number; to: number}, x: number): boolean => x >= seen.from && x <= seen.to;

/** What a slot was busy with: wide spans lead to their task, narrow ones are one shape. */
export function Track({
    lane,
    x,
    now,
    seen,
}: {
    lane: Lane;
    x: (moment: number) => number;
    now: number;
    seen?: {from: number; to: number};
}): ReactNode {
    const link = useLinks();
    const narrow = {call: "", check: "", failed: ""};
    const wide: ReactNode[] = [];
    lane.spans.forEach((span, i) => {
        const from = x(span.from);
        const until = Math.max(from + 1.5, x(span.until ?? now));
        if (seen && (until < seen.from || from > seen.to)) return;
        if (until - from < NARROW && span.until !== undefined) {
            narrow[span.kind] +=
                `M${from.toFixed(1)} ${lane.top}h${(until - from).toFixed(1)}v${LANE - 4}h${(from - until).toFixed(1)}z`;
            return;
        }
        const words = `${span.task === "" ? span.what : `${span.task}, ${span.what}`}: ${seconds(((span.until ?? now) - span.from) / 1000)}${span.until === undefined ? " so far" : ""}`;
        wide.push(
            <a
                key={i}
                href={span.task === "" ? link("checks") : link("task", span.task)}
                tabIndex={-1}
                aria-label={visible(`${lane.group}: ${words}`)}>
                <rect
                    className={`span ${span.kind}${span.until === undefined ? " open" : ""}`}
                    x={from}
                    width={until - from}
                    y={lane.top}
                    height={LANE - 4}
                    rx="3">
                    <title>{visible(words)}</title>
                </rect>
            </a>,
        );
    });
    return (
        <>
            {(["call", "check", "failed"] as const).map(
                kind => narrow[kind] !== "" && <path key={kind} className={`span ${kind}`} d={narrow[kind]} />,
            )}
            {wide}
        </>
    );
}

const ROWS = 500;

export function Numbers({lanes, scale, now}: {lanes: ReadonlyArray<Lane>; scale: Scale; now: number}): ReactNode {
    const [open, setOpen] = useState(false);
    const [shown, setShown] = useState(ROWS);
    const rows = open
        ? lanes
              .flatMap((lane, i) => lane.spans.map(span => ({lane, slot: i + 1, span})))
              .sort((a, b) => a.span.from - b.span.from)
        : [];
    return (
        <details className="as-table" open={open} onToggle={event => setOpen(event.currentTarget.open)}>
            <summary>As a table</summary>
            <div className="scroll" tabIndex={0} role="group" aria-label="Timeline as a table">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">slot</th>
                            <th scope="col">task</th>
                            <th scope="col">what</th>
                            <th scope="col" className="n">
                                began after
                            </th>
                            <th scope="col" className="n">
                                took
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.slice(0, shown).map(({lane, slot, span}, i) => (
                            <tr key={i}>
                                <td>
                                    {visible(lane.group)} {slot}
                                </td>
                                <td>{visible(span.task)}</td>
                                <td>{visible(span.what)}</td>
                                <td className="n">{seconds(scale.at(span.from) / 1000)}</td>
                                <td className="n">{seconds(((span.until ?? now) - span.from) / 1000)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {rows.length > shown && (
                <button type="button" className="more" onClick={() => setShown(shown + 4 * ROWS)}>
                    … {count(rows.length - shown, "more row")}
                </button>
            )}
        </details>
    );
}

export function Label({
    left,
    room,
    top,
    width,
    children,
}: {
    left: number;
    room: number;
    top: number;
    width?: number;
    children: string;
}): ReactNode {
    const style =
        width === undefined
            ? {left: `${left * 100}%`, width: `${room * 100}%`, top}
            : {left: left * width, width: room * width, top};
    return (
        <span className="span-label" style={style} aria-hidden="true">
            {children}
        </span>
    );
}
