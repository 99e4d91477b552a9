import {type ReactNode, useId} from "react";
import type {Stack, Start} from "../core/api";
import {Text} from "../text/Text";

export function Field({
    label,
    help,
    wrong,
    children,
}: {
    label: string;
    help?: string;
    wrong?: ReadonlyArray<string>;
    children: (id: string, described?: string) => ReactNode;
}): ReactNode {
    const id = useId();
    const bad = (wrong?.length ?? 0) > 0;
    return (
        <div className={bad ? "field wrong-field" : "field"}>
            <label htmlFor={id}>{label}</label>
            {children(id, bad || help ? `${id}-help` : undefined)}
            {(bad || help) && (
                <p id={`${id}-help`} className={bad ? "wrong" : "help"}>
                    <Text>{bad ? (wrong?.join(" ") ?? "") : (help ?? "")}</Text>
                </p>
            )}
        </div>
    );
}

export interface Form extends Start {
    spec: string;
}

export function VariableFields({
    stack,
    form,
    set,
    about,
}: {
    stack: Stack;
    form: Form;
    set: (part: Partial<Form>) => void;
    about: (pointer: string) => string[];
}): ReactNode {
    return (
        <div className="fields">
            {stack.variables.map(variable => {
                const value = form.set?.[variable.name] ?? "";
                const change = (next: string) => {
                    const {[variable.name]: _, ...rest} = form.set ?? {};
                    set({set: next === "" ? rest : {...rest, [variable.name]: next}});
                };
                return (
                    <Field
                        key={variable.name}
                        label={variable.name}
                        help={variable.help || variable.takes}
                        wrong={about(`/set/${variable.name}`)}>
                        {(id, described) =>
                            variable.choices.length > 0 || variable.type === "flag" ? (
                                <select
                                    id={id}
                                    aria-describedby={described}
                                    value={value}
                                    onChange={event => change(event.target.value)}>
                                    <option value="">
                                        {variable.usual !== undefined ? `${variable.usual} (usual)` : "choose one"}
                                    </option>
                                    {(variable.choices.length > 0 ? variable.choices : ["true", "false"])
                                        .filter(one => one !== variable.usual)
                                        .map(one => (
                                            <option key={one}>{one}</option>
                                        ))}
                                </select>
                            ) : (
                                <input
                                    id={id}
                                    type="text"
                                    aria-describedby={described}
                                    value={value}
                                    placeholder={variable.usual ?? ""}
                                    onChange={event => change(event.target.value)}
                                />
                            )
                        }
                    </Field>
                );
            })}
        </div>
    );
}
