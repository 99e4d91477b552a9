import {type ReactNode, useMemo, useState} from "react";
import {count} from "../core/amounts";
import {api} from "../core/api";
import {useAsked, useLinks, useShown} from "../core/context";
import {go, href} from "../core/route";
import {Act, Nothing, Section, Wrong} from "../parts/basics";
import {Text} from "../text/Text";
import {parseDiff} from "../text/diff";
import {type Comment, FileView} from "./FileDiff";
import {taskOf} from "./Questions";

/** Comments as the agent is told them. */
export const asWords = (comments: ReadonlyArray<Comment>): string =>
    comments.map(one => `${one.path}:${one.line}: ${one.text}`).join("\n");

/** What comments are for: a hint to the task that waits, else a change of the project. */
function Comments({
    comments,
    task,
    drop,
}: {
    comments: ReadonlyArray<Comment>;
    task: string;
    drop: () => void;
}): ReactNode {
    const {run, name} = useShown();
    const waiting = run.open().find(question => taskOf(question.asked.id) === task && task !== "");
    return (
        <div className="comments" role="region" aria-label="Comments">
            <b>{count(comments.length, "comment")}</b>
            {waiting ? (
                <Act
                    kind="primary"
                    act={async () => {
                        await api.answer(name, waiting.asked.seq, `hint ${asWords(comments).replaceAll("\n", "; ")}`);
                        drop();
                    }}>
                    Send to the next attempt at <Text>{task}</Text>
                </Act>
            ) : run.ended ? (
                <Act
                    kind="primary"
                    act={async () => {
                        const row = (await api.runs()).find(one => one.run === name);
                        const {run: next} = await api.start({
                            spec: asWords(comments),
                            change: true,
                            ...(row?.project ? {output: row.project} : {}),
                        });
                        go(href(next, ""));
                    }}>
                    Begin a change that does this
                </Act>
            ) : (
                <span className="quiet">They can be sent when the run has ended, or asks about this task.</span>
            )}
            <button type="button" onClick={drop}>
                Drop them
            </button>
        </div>
    );
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
    return (
        <>
            <div className="tools">
                <label>
                    Changes of{" "}
                    <select value={task} onChange={event => go(link("changes", event.target.value))}>
                        <option value="">the whole run</option>
                        {tasks.map(id => (
                            <option key={id} value={id}>
                                {id}
                            </option>
                        ))}
                    </select>
                </label>
                <span className="quiet">{count(files.length, "file")}</span>
                <span className="plus">+{added}</span>
                <span className="minus">−{removed}</span>
            </div>
            {comments.length > 0 && <Comments comments={comments} task={task} drop={() => setComments([])} />}
            {asked.wrong !== undefined && <Wrong wrong={asked.wrong} again={asked.again} />}
            {asked.value?.cut && <p className="note">The changes are longer than 2 MB; this is the beginning.</p>}
            {asked.value && files.length === 0 && <Nothing>Nothing was changed.</Nothing>}
            <Section title={task === "" ? "The whole run" : task}>
                {files.map(file => (
                    <FileView
                        key={file.path}
                        file={file}
                        comments={comments.filter(one => one.path === file.path)}
                        add={report ? undefined : comment => setComments([...comments, comment])}
                    />
                ))}
            </Section>
        </>
    );
}
