import {type ReactNode, useId, useState} from "react";
import type {Fault} from "../core/api";
import type {Task} from "../events";
import {Text} from "../text/Text";

const listed = (text: string): string[] =>
    text
        .split(/[,\n]/)
        .map(one => one.trim())
        .filter(one => one !== "");

/** Sentences about a field, or about what it holds. */
export const about = (faults: ReadonlyArray<Fault>, pointer: string): string[] =>
    faults
        .filter(fault => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))
        .map(fault => fault.sentence);

export function Field({
    label,
    value,
    change,
    wrong,
    rows = 1,
}: {
    label: string;
    value: string;
    change: (value: string) => void;
    wrong: ReadonlyArray<string>;
    rows?: number;
}): ReactNode {
    const id = useId();
    const shared = {
        id,
        value,
        "aria-invalid": wrong.length > 0,
        "aria-describedby": wrong.length > 0 ? `${id}-wrong` : undefined,
    };
    return (
        <div className={wrong.length > 0 ? "field wrong-field" : "field"}>
            <label htmlFor={id}>{label}</label>
            {rows > 1 ? (
                <textarea {...shared} rows={rows} onChange={event => change(event.target.value)} />
            ) : (
                <input type="text" {...shared} onChange={event => change(event.target.value)} />
            )}
            {wrong.length > 0 && (
                <p id={`${id}-wrong`} className="wrong">
                    {wrong.map((one, i) => (
                        <span key={i} className="line">
                            <Text>{one}</Text>
                        </span>
                    ))}
                </p>
            )}
        </div>
    );
}

/** A list that is edited as text: it is read when one leaves, so that a comma can be typed. */
function ListField({
    label,
    value,
    change,
    wrong,
    rows = 1,
}: {
    label: string;
    value: ReadonlyArray<string>;
    change: (value: string[]) => void;
    wrong: ReadonlyArray<string>;
    rows?: number;
}): ReactNode {
    const [text, setText] = useState(value.join(rows > 1 ? "\n" : ", "));
    return (
        <Field
            label={label}
            value={text}
            rows={rows}
            wrong={wrong}
            change={typed => {
                setText(typed);
                change(listed(typed));
            }}
        />
    );
}

export function TaskFields({
    task,
    pointer,
    faults,
    change,
    remove,
}: {
    task: Task;
    pointer: string;
    faults: ReadonlyArray<Fault>;
    change: (task: Task) => void;
    remove: () => void;
}): ReactNode {
    const set = (part: Partial<Task>) => change({...task, ...part});
    const wrong = about(faults, pointer);
    const [open, setOpen] = useState(false);
    return (
        <details
            className="edit-task"
            open={open || wrong.length > 0}
            onToggle={event => setOpen(event.currentTarget.open)}>
            <summary>
                <b>
                    <Text>{task.id}</Text>
                </b>{" "}
                <span className="quiet">
                    <Text>{`${task.agent}: ${task.title}`}</Text>
                </span>
            </summary>
            {about(
                faults.filter(fault => fault.pointer === pointer),
                pointer,
            ).map((one, i) => (
                <p key={i} className="wrong">
                    <Text>{one}</Text>
                </p>
            ))}
            <div className="fields">
                <Field label="Id" value={task.id} change={id => set({id})} wrong={about(faults, `${pointer}/id`)} />
                <Field
                    label="Agent"
                    value={task.agent}
                    change={agent => set({agent})}
                    wrong={about(faults, `${pointer}/agent`)}
                />
                <Field
                    label="Title"
                    value={task.title}
                    change={title => set({title})}
                    wrong={about(faults, `${pointer}/title`)}
                />
                <Field
                    label="What to do"
                    rows={4}
                    value={task.description}
                    change={description => set({description})}
                    wrong={about(faults, `${pointer}/description`)}
                />
                <ListField
                    label="Files, a line each"
                    rows={Math.min(8, task.files.length + 1) + 1}
                    value={task.files}
                    change={files => set({files})}
                    wrong={about(faults, `${pointer}/files`)}
                />
                <ListField
                    label="After these tasks"
                    value={task.dependsOn}
                    change={dependsOn => set({dependsOn})}
                    wrong={about(faults, `${pointer}/dependsOn`)}
                />
                <ListField
                    label="For these requirements"
                    value={task.requirements ?? []}
                    change={requirements => set({requirements})}
                    wrong={about(faults, `${pointer}/requirements`)}
                />
                <ListField
                    label="Provides contracts"
                    value={task.provides}
                    change={provides => set({provides})}
                    wrong={about(faults, `${pointer}/provides`)}
                />
                <ListField
                    label="Uses contracts"
                    value={task.uses}
                    change={uses => set({uses})}
                    wrong={about(faults, `${pointer}/uses`)}
                />
            </div>
            <button type="button" className="danger" onClick={remove}>
                Take this task out
            </button>
        </details>
    );
}
