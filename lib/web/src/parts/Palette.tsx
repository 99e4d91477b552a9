import {useEffect, useId, useMemo, useRef, useState, type ReactNode} from "react";
import {go} from "../core/route";
import {Text} from "../text/Text";

/** Something that one can go to or do by its name. */
export interface Entry {
    readonly title: string;
    readonly kind: string;
    readonly hint?: string;
    readonly to?: string;
    readonly act?: () => void;
}

const MOST = 60;

/** Whether all letters of what was typed come in the title in that order; lower is better, -1 where they do not. */
export function rank(title: string, typed: string): number {
    const text = title.toLowerCase();
    const wanted = typed.toLowerCase().trim();
    if (wanted === "") return 0;
    const whole = text.indexOf(wanted);
    if (whole >= 0) return whole;
    let at = -1;
    let gaps = 0;
    for (const letter of wanted.replaceAll(" ", "")) {
        const next = text.indexOf(letter, at + 1);
        if (next < 0) return -1;
        gaps += next - at - 1;
        at = next;
    }
    return 100 + gaps;
}

/** By its title, or farther behind by words of its hint. */
function rankOf(entry: Entry, typed: string): number {
    const own = rank(entry.title, typed);
    if (own >= 0) return own;
    const at = (entry.hint ?? "").toLowerCase().indexOf(typed.toLowerCase().trim());
    return at < 0 ? -1 : 1000 + at;
}

/** Everything by its name, for the keyboard: Ctrl-K. */
export function Palette({entries, close}: {entries: () => ReadonlyArray<Entry>; close: () => void}): ReactNode {
    const dialog = useRef<HTMLDialogElement>(null);
    const [typed, setTyped] = useState("");
    const [chosen, setChosen] = useState(0);
    const list = useId();
    // What there is when it is opened.
    const all = useMemo(entries, []);
    const found = useMemo(
        () =>
            all
                .map(entry => ({entry, rank: rankOf(entry, typed)}))
                .filter(one => one.rank >= 0)
                .sort((a, b) => a.rank - b.rank)
                .slice(0, MOST)
                .map(one => one.entry),
        [all, typed],
    );
    useEffect(() => {
        if (!dialog.current?.open) dialog.current?.showModal();
    }, []);
    useEffect(() => {
        dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({block: "nearest"});
    }, [chosen, typed]);
    const take = (entry: Entry | undefined) => {
        if (!entry) return;
        close();
        if (entry.to !== undefined) go(entry.to);
        entry.act?.();
    };
    const key = (event: React.KeyboardEvent) => {
        const step = {ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8}[event.key];
        if (step !== undefined) {
            event.preventDefault();
            setChosen(Math.max(0, Math.min(found.length - 1, chosen + step)));
        } else if (event.key === "Enter") {
            event.preventDefault();
            take(found[chosen]);
        }
    };
    return (
        <dialog
            ref={dialog}
            className="palette"
            aria-label="Go to, or do"
            onClose={close}
            onClick={event => event.target === dialog.current && close()}>
            <input
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls={list}
                aria-autocomplete="list"
                aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
                autoFocus
                aria-label="Go to, or do"
                placeholder="Go to a view, a task, a file, or do something"
                value={typed}
                onKeyDown={key}
                onChange={event => {
                    setTyped(event.target.value);
                    setChosen(0);
                }}
            />
            <ul id={list} role="listbox" aria-label="What was found">
                {found.map((entry, i) => (
                    <li
                        key={i}
                        id={`${list}-${i}`}
                        role="option"
                        aria-selected={i === chosen}
                        onClick={() => take(entry)}
                        onMouseMove={() => setChosen(i)}>
                        <span className="kind">{entry.kind}</span>
                        <span className="title">
                            <Text>{entry.title}</Text>
                        </span>
                        {entry.hint && (
                            <span className="hint">
                                <Text>{entry.hint}</Text>
                            </span>
                        )}
                    </li>
                ))}
            </ul>
            {found.length === 0 && <p className="nothing">Nothing is called that.</p>}
        </dialog>
    );
}
