package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;

import org.junit.jupiter.api.Test;

/** What the pack static-site finds in pages, styles and scripts, as people and models write them. */
class StaticSitePatternsTest {
    private static final PackPatterns PATTERNS = PackPatterns.of("static-site");

    @Test
    void elementsAreGivenAnIdInPagesAndScripts() {
        assertEquals(Set.of("list", "menu", "none", "made", "set", "row"), PATTERNS.provided("element", """
                <ol id="list"> <nav id='menu'> <p id=none> li.id = `made`; el.setAttribute("id", "set"); make("li", { id: "row" })
                const id = find(x); data-id: 7; <li id="${name}">
                """));
        assertEquals(Set.of("list", "menu", "grams", "help"), PATTERNS.used("element", """
                document.getElementById("list"); document.querySelector('#menu > li'); <label for="grams"> aria-labelledby="help"
                document.querySelector(".card"); location.hash = "#x";
                """));
    }

    @Test
    void functionsAreExportedByNameAndImportedFromFilesOfTheSite() {
        assertEquals(Set.of("one", "two", "THREE", "four"), PATTERNS.provided("function", """
                export function one(a) {} export async function two() {} export const THREE = 3; export default class four {}
                function inner() {}
                """));
        assertEquals(Set.of("one", "two"), PATTERNS.used("function", """
                import { one, other } from "./a.js"; import {two as x} from '../b.js'; import { test } from "node:test";
                """));
    }

    @Test
    void propertiesAreSetInStylesAndScripts() {
        assertEquals(Set.of("--a", "--b-c", "--d"), PATTERNS.provided("property",
                ":root { --a: 1px; --b-c : red } x.style.setProperty(\"--d\", 1) <p class=\"x--y\">"));
        assertEquals(Set.of("--a"), PATTERNS.used("property", "top: var( --a ); left: var(--maybe, 0)"));
    }

    @Test
    void classesAreStyledAndSwitchedOn() {
        assertEquals(Set.of("card", "is-open"), PATTERNS.provided("class", ".card > a, nav.is-open { top: .5rem }"));
        assertEquals(Set.of("is-open", "on"), PATTERNS.used("class",
                "x.classList.toggle('is-open', open); x.classList.add(\"on\"); x.classList.add(name)"));
    }

    @Test
    void eventsOfOnesOwnAreToldFromTheBrowsers() {
        assertEquals(Set.of("basket:changed"), PATTERNS.provided("event", "new CustomEvent(\"basket:changed\", { detail })"));
        assertEquals(Set.of("basket:changed", "filter-set"), PATTERNS.used("event",
                "x.addEventListener('basket:changed', f); x.addEventListener(\n  \"filter-set\", f); x.addEventListener(\"click\", f)"));
    }
}
