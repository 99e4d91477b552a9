import {type ReactNode, useState} from "react";
import {count} from "../core/amounts";
import {useLinks} from "../core/context";
import {Line, Text} from "../text/Text";
import type {DiffLine, FileDiff} from "../text/diff";

/** A remark about a line of a diff. */
export interface Comment {
    readonly path: string;
    readonly line: number;
    readonly text: string;
}

const MOST_LINES = 600;

function Row({
    line,
    comment,
    remark,
    path,
}: {
    line: DiffLine;
    path: string;
    comment?: () => void;
    remark?: ReactNode;
}): ReactNode {
    const sign = {added: "+", removed: "−", same: "", note: ""}[line.kind];
    return (
        <>
            <div className={`diff-line ${line.kind}`}>
                <span className="number" aria-hidden="true">
                    {line.before || ""}
                </span>
                <span className="number" aria-hidden="true">
                    {line.after || ""}
                </span>
                <span className="sign">{sign}</span>
                <span className="line">
                    <Line>{line.text}</Line>
                </span>
                {comment && line.kind !== "note" && (
                    <button
                        type="button"
                        className="remark"
                        onClick={comment}
                        aria-label={`Comment on ${path}, line ${line.after || line.before}`}>
                        +
                    </button>
                )}
            </div>
            {remark}
        </>
    );
}

export function FileView({
    file,
    comments,
    add,
}: {
    file: FileDiff;
    comments: ReadonlyArray<Comment>;
    add?: (comment: Comment) => void;
}): ReactNode {
    const [at, setAt] = useState<string>();
    const [shown, setShown] = useState(MOST_LINES);
    const link = useLinks();
    let left = shown;
    const total = file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
    const fate = {changed: "", added: "new", deleted: "deleted", renamed: `was ${file.was}`}[file.fate];
    return (
        <details className="file-diff" open={total < 2000}>
            <summary>
                <b>
                    <Text>{file.path}</Text>
                </b>
                {fate !== "" && (
                    <span className="quiet">
                        <Text>{fate}</Text>
                    </span>
                )}
                <span className="plus">+{file.added}</span>
                <span className="minus">−{file.removed}</span>
            </summary>
            {file.fate !== "deleted" && (
                <a className="open-file" href={link("files", file.path)}>
                    Whole file
                </a>
            )}
            {file.binary && <p className="quiet">Not text.</p>}
            <div
                className={file.fate === "added" ? "diff new" : "diff"}
                tabIndex={0}
                role="group"
                aria-label={`Changes of ${file.path}`}>
                {file.hunks.map((hunk, i) => {
                    const lines = hunk.lines.slice(0, Math.max(0, left));
                    left -= lines.length;
                    if (lines.length === 0) return null;
                    return (
                        <div key={i} className="hunk">
                            {(i > 0 || hunk.head !== "") && (
                                <div className="hunk-head">
                                    ⋯ <Text>{hunk.head}</Text>
                                </div>
                            )}
                            {lines.map((line, j) => {
                                const number = line.after || line.before;
                                const key = `${i}:${j}`;
                                const told = comments.filter(one => line.after > 0 && one.line === line.after);
                                return (
                                    <Row
                                        key={j}
                                        line={line}
                                        path={file.path}
                                        comment={add && (() => setAt(key))}
                                        remark={
                                            <>
                                                {told.map((one, k) => (
                                                    <p key={k} className="comment">
                                                        <Text>{one.text}</Text>
                                                    </p>
                                                ))}
                                                {add && at === key && (
                                                    <CommentField
                                                        place={`${file.path}:${number}`}
                                                        cancel={() => setAt(undefined)}
                                                        done={text => {
                                                            add({path: file.path, line: number, text});
                                                            setAt(undefined);
                                                        }}
                                                    />
                                                )}
                                            </>
                                        }
                                    />
                                );
                            })}
                        </div>
                    );
                })}
                {total > shown && (
                    <button type="button" className="more" onClick={() => setShown(shown * 4)}>
                        … {count(total - shown, "more line")}
                    </button>
                )}
            </div>
        </details>
    );
}

function CommentField({
    place,
    done,
    cancel,
}: {
    place: string;
    done: (text: string) => void;
    cancel: () => void;
}): ReactNode {
    const [text, setText] = useState("");
    return (
        <form
            className="comment-field"
            onSubmit={event => {
                event.preventDefault();
                if (text.trim() !== "") done(text.trim());
            }}>
            <textarea
                autoFocus
                rows={2}
                aria-label={`Comment on ${place}`}
                value={text}
                placeholder="What should be different here?"
                onChange={event => setText(event.target.value)}
                onKeyDown={event => event.key === "Escape" && cancel()}
            />
            <button type="submit" className="primary">
                Add
            </button>
            <button type="button" onClick={cancel}>
                Cancel
            </button>
        </form>
    );
}
