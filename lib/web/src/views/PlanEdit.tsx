import {type ReactNode, useEffect, useState} from "react";
import {api, type Fault, Refused} from "../core/api";
import {useShown} from "../core/context";
import type {Plan, Task} from "../events";
import {Act, Section} from "../parts/basics";
import {Text} from "../text/Text";
import {about, Field, TaskFields} from "./PlanFields";

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
        const timer = setTimeout(
            () =>
                api.lint(name, draft).then(
                    linted => {
                        if (!current) return;
                        setFaults(linted.faults);
                        setNotes(linted.notes);
                        setChecked(draft);
                        setWrong("");
                    },
                    (problem: unknown) => {
                        if (!current) return;
                        setFaults(problem instanceof Refused ? problem.faults : []);
                        setWrong(problem instanceof Error ? problem.message : String(problem));
                    },
                ),
            500,
        );
        return () => {
            current = false;
            clearTimeout(timer);
        };
    }, [draft, name]);
    const setTask = (i: number, task?: Task) =>
        setDraft({...draft, tasks: task ? draft.tasks.with(i, task) : draft.tasks.toSpliced(i, 1)});
    const elsewhere = faults.filter(fault => !/^\/(tasks|contracts)\/\d/.test(fault.pointer));
    const fresh: Task = {
        id: "new-task",
        title: "",
        agent: draft.tasks[0]?.agent ?? "",
        description: "",
        files: [],
        dependsOn: [],
        provides: [],
        uses: [],
        requirements: [],
    };
    return (
        <div className="plan-edit">
            <div className="tools sticky">
                <Act
                    kind="primary"
                    disabled={faults.length > 0 || draft === plan}
                    act={async () => {
                        await api.edit(name, draft);
                        done();
                    }}>
                    Use this plan
                </Act>
                <button type="button" onClick={done}>
                    Leave it as it was
                </button>
                <span role="status" className={faults.length > 0 ? "warn" : "quiet"}>
                    {checked !== draft
                        ? "Looks at it …"
                        : faults.length > 0
                          ? `${faults.length} to mend`
                          : "Nothing is wrong with it."}
                </span>
            </div>
            {wrong !== "" && faults.length === 0 && (
                <p className="wrong" role="alert">
                    <Text>{wrong}</Text>
                </p>
            )}
            {elsewhere.map((fault, i) => (
                <p key={i} className="wrong">
                    <Text>{fault.sentence}</Text>
                </p>
            ))}
            {notes.map((note, i) => (
                <p key={i} className="note">
                    <Text>{note}</Text>
                </p>
            ))}
            <Section title="Tasks">
                {draft.tasks.map((task, i) => (
                    <TaskFields
                        key={i}
                        task={task}
                        pointer={`/tasks/${i}`}
                        faults={faults}
                        change={next => setTask(i, next)}
                        remove={() => setTask(i)}
                    />
                ))}
                <button type="button" onClick={() => setDraft({...draft, tasks: [...draft.tasks, fresh]})}>
                    Add a task
                </button>
            </Section>
            <Section title="Contracts">
                {draft.contracts.map((contract, i) => (
                    <Field
                        key={i}
                        rows={Math.min(14, contract.text.split("\n").length + 1)}
                        label={`${contract.name} (${contract.kind})`}
                        value={contract.text}
                        wrong={about(faults, `/contracts/${i}`)}
                        change={text => setDraft({...draft, contracts: draft.contracts.with(i, {...contract, text})})}
                    />
                ))}
            </Section>
        </div>
    );
}
