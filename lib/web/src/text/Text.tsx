import {Fragment, useState, type ReactNode} from "react";
import {count, whole} from "../core/amounts";
import {highlighted, type Token} from "./highlight";
import {pieces} from "./visible";

/** More of a line or of lines is shown when somebody asks for it. */
const LINE = 2_000;
const MORE_OF_LINE = 50_000;
const LINES = 400;

/** Text of others, as text: what does not show or steers a screen stands there as a mark. */
export function Text({children}: {children: string}): ReactNode {
    const all = pieces(children);
    if (all.length === 1 && all[0]?.mark === undefined) return children;
    return all.map((piece, i) =>
        piece.mark === undefined ? (
            <Fragment key={i}>{piece.text}</Fragment>
        ) : (
            <span key={i} className="mark" title={piece.mark}>
                {piece.text}
            </span>
        ),
    );
}

/** A line that may be very long: its beginning, and a way to see more. */
export function Line({children, most = LINE}: {children: string; most?: number}): ReactNode {
    const [shown, setShown] = useState(most);
    if (children.length <= shown) return <Text>{children}</Text>;
    return (
        <>
            <Text>{children.slice(0, shown)}</Text>
            <button type="button" className="more" onClick={() => setShown(shown + MORE_OF_LINE)}>
                … {whole(children.length - shown)} more characters
            </button>
        </>
    );
}

function Tokens({tokens}: {tokens: ReadonlyArray<Token>}): ReactNode {
    const length = tokens.reduce((sum, token) => sum + token.text.length, 0);
    if (length > LINE) return <Line>{tokens.map(token => token.text).join("")}</Line>;
    return tokens.map((token, i) =>
        token.name === "" ? (
            <Text key={i}>{token.text}</Text>
        ) : (
            <span key={i} className={`t-${token.name}`}>
                <Text>{token.text}</Text>
            </span>
        ),
    );
}

/** A text of many lines, as many as fit a look; `link` makes something of a line that is no plain text. */
export function Lines({text, link}: {text: string; link?: (line: string) => ReactNode}): ReactNode {
    const [shown, setShown] = useState(LINES);
    const lines = text.split("\n");
    return (
        <>
            {lines.slice(0, shown).map((line, i) => (
                <Fragment key={i}>
                    {link && line.length <= LINE ? link(line) : <Line>{line}</Line>}
                    {"\n"}
                </Fragment>
            ))}
            {lines.length > shown && (
                <button type="button" className="more" onClick={() => setShown(shown + 5 * LINES)}>
                    … {count(lines.length - shown, "more line")}
                </button>
            )}
        </>
    );
}

interface CodeProps {
    readonly text: string;
    readonly language?: string;
    /** The line to look at, from 1. */
    readonly at?: number;
    /** Lines that are marked, from 1. */
    readonly marked?: ReadonlySet<number>;
    readonly name: string;
    readonly numbers?: boolean;
}

/** Code or a specification, with numbers of lines. */
export function Code({text, language = "", at = 0, marked, name, numbers = true}: CodeProps): ReactNode {
    const [range, setRange] = useState(() => ({
        from: Math.max(0, at - LINES / 2),
        to: Math.max(0, at - LINES / 2) + LINES,
    }));
    const lines = highlighted(text.endsWith("\n") ? text.slice(0, -1) : text, language);
    const look = (element: HTMLElement | null) => element?.scrollIntoView({block: "center"});
    return (
        <div className="code" role="group" aria-label={name} tabIndex={0}>
            {range.from > 0 && (
                <button
                    type="button"
                    className="more"
                    onClick={() => setRange({from: Math.max(0, range.from - LINES), to: range.to})}>
                    … {count(range.from, "line")} before
                </button>
            )}
            {lines.slice(range.from, range.to).map((tokens, i) => {
                const number = range.from + i + 1;
                const kind = marked?.has(number) ? "row marked" : number === at ? "row at" : "row";
                return (
                    <div key={number} className={kind} ref={number === at ? look : undefined}>
                        {numbers && (
                            <span className="number" aria-hidden="true">
                                {number}
                            </span>
                        )}
                        <span className="line">
                            <Tokens tokens={tokens} />
                        </span>
                    </div>
                );
            })}
            {lines.length > range.to && (
                <button
                    type="button"
                    className="more"
                    onClick={() => setRange({from: range.from, to: range.to + 5 * LINES})}>
                    … {count(lines.length - range.to, "more line")}
                </button>
            )}
        </div>
    );
}
