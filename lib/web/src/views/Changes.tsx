import {useMemo, useState, type ReactNode} from "react";
import {api} from "../core/api";
import {count} from "../core/amounts";
import {useAsked, useLinks, useShown} from "../core/context";
import {go, href} from "../core/route";
import {Act, Nothing, Section, Wrong} from "../parts/basics";
import {parseDiff, type DiffLine, type FileDiff} from "../text/diff";
import {Line, Text} from "../text/Text";
import {taskOf} from "./Questions";

/** A remark about a line of a diff. */
interface Comment {
    readonly path: string;
    readonly line: number;
    readonly text: string;
}

const MOST_LINES = 600;

function Row({line, comment, remark, path}: {
    line: DiffLine; path: string; comment?: () => void; remark?: ReactNode;
}): ReactNode {
    const sign = {added: "+", removed: "−", same: "", note: ""}[line.kind];
    return <>
        <div className={`diff-line ${line.kind}`}>
            <span className="number" aria-hidden="true">{line.before || ""}</span>
            <span className="number" aria-hidden="true">{line.after || ""}</span>
            <span className="sign">{sign}</span>
            <span className="line"><Line>{line.text}</Line></span>
            {comment && line.kind !== "note" && <button type="button" className="remark" onClick={comment}
                aria-label={`Comment on ${path}, line ${line.after || line.before}`}>+</button>}
        </div>
        {remark}
    </>;
}

function FileView({file, comments, add}: {
    file: FileDiff; comments: ReadonlyArray<Comment>; add?: (comment: Comment) => void;
}): ReactNode {
    const [at, setAt] = useState<string>();
    const [shown, setShown] = useState(MOST_LINES);
    const link = useLinks();
    let left = shown;
    const total = file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
    const fate = {changed: "", added: "new", deleted: "deleted", renamed: `was ${file.was}`}[file.fate];
    return <details className="file-diff" open={total < 2000}>
        <summary><b><Text>{file.path}</Text></b>{fate !== "" && <span className="quiet"><Text>{fate}</Text></span>}
            <span className="plus">+{file.added}</span><span className="minus">−{file.removed}</span></summary>
        {file.fate !== "deleted" && <a className="open-file" href={link("files", file.path)}>Whole file</a>}
        {file.binary && <p className="quiet">Not text.</p>}
        <div className={file.fate === "added" ? "diff new" : "diff"} tabIndex={0} role="group" aria-label={`Changes of ${file.path}`}>
            {file.hunks.map((hunk, i) => {
                const lines = hunk.lines.slice(0, Math.max(0, left));
                left -= lines.length;
                if (lines.length === 0) return null;
                return <div key={i} className="hunk">
                    {(i > 0 || hunk.head !== "") && <div className="hunk-head">⋯ <Text>{hunk.head}</Text></div>}
                    {lines.map((line, j) => {
                        const number = line.after || line.before;
                        const key = `${i}:${j}`;
                        const told = comments.filter(one => line.after > 0 && one.line === line.after);
                        return <Row key={j} line={line} path={file.path} comment={add && (() => setAt(key))} remark={<>
                            {told.map((one, k) => <p key={k} className="comment"><Text>{one.text}</Text></p>)}
                            {add && at === key && <CommentField place={`${file.path}:${number}`} cancel={() => setAt(undefined)} done={text => {
                                add({path: file.path, line: number, text});
                                setAt(undefined);
                            }}/>}</>}/>;
                    })}
                </div>;
            })}
            {total > shown && <button type="button" className="more" onClick={() => setShown(shown * 4)}>… {count(total - shown, "more line")}</button>}
        </div>
    </details>;
}

function CommentField({place, done, cancel}: {place: string; done: (text: string) => void; cancel: () => void}): ReactNode {
    const [text, setText] = useState("");
    return <form className="comment-field" onSubmit={event => {
        event.preventDefault();
        if (text.trim() !== "") done(text.trim());
    }}>
        <textarea autoFocus rows={2} aria-label={`Comment on ${place}`} value={text} placeholder="What should be different here?"
            onChange={event => setText(event.target.value)} onKeyDown={event => event.key === "Escape" && cancel()}/>
        <button type="submit" className="primary">Add</button><button type="button" onClick={cancel}>Cancel</button>
    </form>;
}

/** Comments as the agent is told them. */
export const asWords = (comments: ReadonlyArray<Comment>): string =>
    comments.map(one => `${one.path}:${one.line}: ${one.text}`).join("\n");

/** What comments are for: a hint to the task that waits, else a change of the project. */
function Comments({comments, task, drop}: {comments: ReadonlyArray<Comment>; task: string; drop: () => void}): ReactNode {
    const {run, name} = useShown();
    const waiting = run.open().find(question => taskOf(question.asked.id) === task && task !== "");
    return <div className="comments" role="region" aria-label="Comments">
        <b>{count(comments.length, "comment")}</b>
        {waiting ? <Act kind="primary" act={async () => {
            await api.answer(name, waiting.asked.seq, `hint ${asWords(comments).replaceAll("\n", "; ")}`);
            drop();
        }}>Send to the next attempt at <Text>{task}</Text></Act>
            : run.ended ? <Act kind="primary" act={async () => {
                const row = (await api.runs()).find(one => one.run === name);
                const {run: next} = await api.start({spec: asWords(comments), change: true, ...row?.project ? {output: row.project} : {}});
                go(href(next, ""));
            }}>Begin a change that does this</Act>
                : <span className="quiet">They can be sent when the run has ended, or asks about this task.</span>}
        <button type="button" onClick={drop}>Drop them</button>
    </div>;
}

/** What a task, or the whole run, changed. */
export function ChangesView({task}: {task: string}): ReactNode {
    const {run, name, report} = useShown();
    const link = useLinks();
    const commits = run.written.commits;
    const asked = useAsked(async () => {
        if (!report) return await api.diff(name, task || undefined);
        const text = report.diffs?.[task];
        if (text === undefined) throw new Error("The report does not hold these changes.");
        return {text, cut: false};
    }, `${name} ${task}\0${commits.length}`);
    const files = useMemo(() => parseDiff(asked.value?.text ?? ""), [asked.value]);
    const [comments, setComments] = useState<ReadonlyArray<Comment>>([]);
    const tasks = [...new Set(commits.map(one => one.event.task))];
    if (commits.length === 0) return <Nothing>Nothing was committed yet.</Nothing>;
    const added = files.reduce((sum, file) => sum + file.added, 0);
    const removed = files.reduce((sum, file) => sum + file.removed, 0);
    return <>
        <div className="tools">
            <label>Changes of <select value={task} onChange={event => go(link("changes", event.target.value))}>
                <option value="">the whole run</option>
                {tasks.map(id => <option key={id} value={id}>{id}</option>)}
            </select></label>
            <span className="quiet">{count(files.length, "file")}</span>
            <span className="plus">+{added}</span><span className="minus">−{removed}</span>
        </div>
        {comments.length > 0 && <Comments comments={comments} task={task} drop={() => setComments([])}/>}
        {asked.wrong !== undefined && <Wrong wrong={asked.wrong} again={asked.again}/>}
        {asked.value?.cut && <p className="note">The changes are longer than 2 MB; this is the beginning.</p>}
        {asked.value && files.length === 0 && <Nothing>Nothing was changed.</Nothing>}
        <Section title={task === "" ? "The whole run" : task}>
            {files.map(file => <FileView key={file.path} file={file} comments={comments.filter(one => one.path === file.path)}
                add={report ? undefined : comment => setComments([...comments, comment])}/>)}
        </Section>
    </>;
}
