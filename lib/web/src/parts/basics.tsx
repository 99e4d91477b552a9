import {useState, type ReactNode} from "react";
import {sentence} from "../core/api";
import {Text} from "../text/Text";

/** A part of a view with a heading. */
export function Section({
    title,
    aside,
    children,
    id,
}: {
    title: string;
    aside?: ReactNode;
    children: ReactNode;
    id?: string;
}): ReactNode {
    return (
        <section className="section" id={id}>
            <header>
                <h2>{title}</h2>
                {aside !== undefined && <div className="aside">{aside}</div>}
            </header>
            {children}
        </section>
    );
}

/** What stands where there is nothing to show, and why. */
export function Nothing({children}: {children: ReactNode}): ReactNode {
    return <p className="nothing">{children}</p>;
}

/** What went wrong, in the server's sentence. */
export function Wrong({wrong, again}: {wrong: unknown; again?: () => void}): ReactNode {
    return (
        <div className="wrong" role="alert">
            <p>
                {sentence(wrong)
                    .split("\n")
                    .map((line, i) => (
                        <span key={i} className="line">
                            <Text>{line}</Text>
                        </span>
                    ))}
            </p>
            {again && (
                <button type="button" onClick={again}>
                    Try again
                </button>
            )}
        </div>
    );
}

/** How much of a bound is taken, and may be at most by what is under way. */
export function Meter({
    label,
    taken,
    open = 0,
    bound,
    told,
}: {
    label: string;
    taken: number;
    open?: number;
    bound: number;
    told: string;
}): ReactNode {
    const part = (value: number) => Math.min(100, bound <= 0 ? 0 : (100 * value) / bound);
    return (
        <div className="meter">
            <span className="label">{label}</span>
            <svg
                viewBox="0 0 100 6"
                preserveAspectRatio="none"
                height="6"
                width="100%"
                role="img"
                aria-label={`${label}: ${told}`}>
                <rect className="bed" width="100" height="6" />
                <rect className="open" width={part(taken + open)} height="6" />
                <rect className={part(taken) > 90 ? "taken close" : "taken"} width={part(taken)} height="6" />
            </svg>
            <span className="value">{told}</span>
        </div>
    );
}

/** A button for what the server does: it waits, and says what is wrong beside it. */
export function Act({
    children,
    act,
    kind = "",
    sure,
    disabled = false,
}: {
    children: ReactNode;
    act: () => Promise<unknown>;
    kind?: string;
    disabled?: boolean;
    /** What is asked before it is done. */
    sure?: string;
}): ReactNode {
    const [busy, setBusy] = useState(false);
    const [asking, setAsking] = useState(false);
    const [wrong, setWrong] = useState<unknown>();
    const run = async () => {
        setAsking(false);
        setBusy(true);
        setWrong(undefined);
        try {
            await act();
        } catch (problem) {
            setWrong(problem);
        } finally {
            setBusy(false);
        }
    };
    return (
        <span className="act">
            {asking ? (
                <span className="sure" role="group" aria-label={sure}>
                    <span>{sure}</span>
                    <button type="button" className={kind} autoFocus onClick={() => void run()}>
                        Yes
                    </button>
                    <button type="button" onClick={() => setAsking(false)}>
                        No
                    </button>
                </span>
            ) : (
                <button
                    type="button"
                    className={kind}
                    disabled={busy || disabled}
                    aria-busy={busy}
                    onClick={() => (sure ? setAsking(true) : void run())}>
                    {children}
                </button>
            )}
            {wrong !== undefined && (
                <span className="wrong inline" role="alert">
                    <Text>{sentence(wrong)}</Text>
                </span>
            )}
        </span>
    );
}

/** A text to be copied. */
export function Copy({text, children}: {text: string; children: ReactNode}): ReactNode {
    const [copied, setCopied] = useState(false);
    return (
        <button
            type="button"
            className="quiet"
            onClick={() =>
                void navigator.clipboard.writeText(text).then(() => {
                    setCopied(true);
                    setTimeout(() => setCopied(false), 1500);
                })
            }>
            {copied ? "Copied" : children}
        </button>
    );
}

/** A command as one types it, with a button to copy it. */
export function CommandLine({line}: {line: string}): ReactNode {
    return (
        <div className="command">
            <code>
                <Text>{line}</Text>
            </code>
            <Copy text={line}>Copy</Copy>
        </div>
    );
}
