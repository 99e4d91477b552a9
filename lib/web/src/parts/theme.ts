import {useEffect, useState} from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "llm-swarm-theme";
const NEXT: Readonly<Record<Theme, Theme>> = {system: "light", light: "dark", dark: "system"};

function kept(): Theme {
    try {
        const value = localStorage.getItem(KEY);
        return value === "light" || value === "dark" ? value : "system";
    } catch {
        return "system";
    }
}

/** Light, dark, or as the system has it; kept in this browser. */
export function useTheme(): {theme: Theme; next: () => void} {
    const [theme, setTheme] = useState<Theme>(kept);
    useEffect(() => {
        if (theme === "system") document.documentElement.removeAttribute("data-theme");
        else document.documentElement.setAttribute("data-theme", theme);
        try {
            localStorage.setItem(KEY, theme);
        } catch {
            // A page from a file may be allowed to keep nothing.
        }
    }, [theme]);
    return {theme, next: () => setTheme(NEXT[theme])};
}
