import {useEffect, useId, useState, type ReactNode} from "react";
import {api, Refused, type Fault} from "../core/api";
import {useShown} from "../core/context";
import type {Plan, Task} from "../events";
import {Act, Section} from "../parts/basics";
import {Text} from "../text/Text";

const listed = (text: string): string[] => text.split(/[,\n]/).map(one => one.trim()).filter(one => one !== "");

/** Sentences about a field, or about what it holds. */
const about = (faults: ReadonlyArray<Fault>, pointer: string): string[] =>
    faults.filter(fault => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`)).map(fault => fault.sentence);

function Field({label, value, change, wrong, rows = 1}: {
    label: string; value: string; change: (value: string) => void; wrong: ReadonlyArray<string>; rows?: number;
}): ReactNode {
    const id = useId();
    const shared = {id, value, "aria-invalid": wrong.length > 0, "aria-describedby": wrong.length > 0 ? `${id}-wrong` : undefined};
    return <div className={wrong.length > 0 ? "field wrong-field" : "field"}>
        <label htmlFor={id}>{label}</label>
        {rows > 1 ? <textarea {...shared} rows={rows} onChange={event => change(event.target.value)}/>
            : <input type="text" {...shared} onChange={event => change(event.target.value)}/>}
        {wrong.length > 0 && <p id={`${id}-wrong`} className="wrong">{wrong.map((one, i) => <span key={i} className="line"><Text>{one}</Text></span>)}</p>}
    </div>;
}

/** A list that is edited as text: it is read when one leaves, so that a comma can be typed. */
function ListField({label, value, change, wrong, rows = 1}: {
    label: string; value: ReadonlyArray<string>; change: (value: string[]) => void; wrong: ReadonlyArray<string>; rows?: number;
}): ReactNode {
    const [text, setText] = useState(value.join(rows > 1 ? "\n" : ", "));
    return <Field label={label} value={text} rows={rows} wrong={wrong} change={typed => {
        setText(typed);
        change(listed(typed));
    }}/>;
}

function TaskFields({task, pointer, faults, change, remove}: {
    task: Task; pointer: string; faults: ReadonlyArray<Fault>; change: (task: Task) => void; remove: () => void;
}): ReactNode {
    const set = (part: Partial<Task>) => change({...task, ...part});
    const wrong = about(faults, pointer);
    const [open, setOpen] = useState(false);
    return <details className="edit-task" open={open || wrong.length > 0} onToggle={event => setOpen(event.currentTarget.open)}>
        <summary><b><Text>{task.id}</Text></b> <span className="quiet"><Text>{`${task.agent}: ${task.title}`}</Text></span></summary>
        {about(faults.filter(fault => fault.pointer === pointer), pointer).map((one, i) => <p key={i} className="wrong"><Text>{one}</Text></p>)}
        <div className="fields">
            <Field label="Id" value={task.id} change={id => set({id})} wrong={about(faults, `${pointer}/id`)}/>
            <Field label="Agent" value={task.agent} change={agent => set({agent})} wrong={about(faults, `${pointer}/agent`)}/>
            <Field label="Title" value={task.title} change={title => set({title})} wrong={about(faults, `${pointer}/title`)}/>
            <Field label="What to do" rows={4} value={task.description} change={description => set({description})}
                wrong={about(faults, `${pointer}/description`)}/>
            <ListField label="Files, a line each" rows={Math.min(8, task.files.length + 1) + 1} value={task.files} change={files => set({files})}
                wrong={about(faults, `${pointer}/files`)}/>
            <ListField label="After these tasks" value={task.dependsOn} change={dependsOn => set({dependsOn})}
                wrong={about(faults, `${pointer}/dependsOn`)}/>
            <ListField label="For these requirements" value={task.requirements ?? []} change={requirements => set({requirements})}
                wrong={about(faults, `${pointer}/requirements`)}/>
            <ListField label="Provides contracts" value={task.provides} change={provides => set({provides})} wrong={about(faults, `${pointer}/provides`)}/>
            <ListField label="Uses contracts" value={task.uses} change={uses => set({uses})} wrong={about(faults, `${pointer}/uses`)}/>
        </div>
        <button type="button" className="danger" onClick={remove}>Take this task out</button>
    </details>;
}

/** The plan as fields, with what is wrong with it beside each. */
export function PlanEdit({plan, done}: {plan: Plan; done: () => void}): ReactNode {
    const {name} = useShown();
    const [draft, setDraft] = useState(plan);
    const [faults, setFaults] = useState<ReadonlyArray<Fault>>([]);
    const [notes, setNotes] = useState<ReadonlyArray<string>>([]);
    const [wrong, setWrong] = useState("");
    const [checked, setChecked] = useState(plan);
    useEffect(() => {
        let current = true;
        const timer = setTimeout(() => api.lint(name, draft).then(linted => {
            if (!current) return;
            setFaults(linted.faults);
            setNotes(linted.notes);
            setChecked(draft);
            setWrong("");
        }, (problem: unknown) => {
            if (!current) return;
            setFaults(problem instanceof Refused ? problem.faults : []);
            setWrong(problem instanceof Error ? problem.message : String(problem));
        }), 500);
        return () => {
            current = false;
            clearTimeout(timer);
        };
    }, [draft, name]);
    const setTask = (i: number, task?: Task) => setDraft({...draft,
        tasks: task ? draft.tasks.with(i, task) : draft.tasks.toSpliced(i, 1)});
    const elsewhere = faults.filter(fault => !/^\/(tasks|contracts)\/\d/.test(fault.pointer));
    const fresh: Task = {id: "new-task", title: "", agent: draft.tasks[0]?.agent ?? "", description: "", files: [], dependsOn: [],
        provides: [], uses: [], requirements: []};
    return <div className="plan-edit">
        <div className="tools sticky">
            <Act kind="primary" disabled={faults.length > 0 || draft === plan} act={async () => {
                await api.edit(name, draft);
                done();
            }}>Use this plan</Act>
            <button type="button" onClick={done}>Leave it as it was</button>
            <span role="status" className={faults.length > 0 ? "warn" : "quiet"}>{checked !== draft ? "Looks at it …"
                : faults.length > 0 ? `${faults.length} to mend` : "Nothing is wrong with it."}</span>
        </div>
        {wrong !== "" && faults.length === 0 && <p className="wrong" role="alert"><Text>{wrong}</Text></p>}
        {elsewhere.map((fault, i) => <p key={i} className="wrong"><Text>{fault.sentence}</Text></p>)}
        {notes.map((note, i) => <p key={i} className="note"><Text>{note}</Text></p>)}
        <Section title="Tasks">
            {draft.tasks.map((task, i) => <TaskFields key={i} task={task} pointer={`/tasks/${i}`} faults={faults}
                change={next => setTask(i, next)} remove={() => setTask(i)}/>)}
            <button type="button" onClick={() => setDraft({...draft, tasks: [...draft.tasks, fresh]})}>Add a task</button>
        </Section>
        <Section title="Contracts">{draft.contracts.map((contract, i) => <Field key={i} rows={Math.min(14, contract.text.split("\n").length + 1)}
            label={`${contract.name} (${contract.kind})`} value={contract.text} wrong={about(faults, `/contracts/${i}`)}
            change={text => setDraft({...draft, contracts: draft.contracts.with(i, {...contract, text})})}/>)}</Section>
    </div>;
}
