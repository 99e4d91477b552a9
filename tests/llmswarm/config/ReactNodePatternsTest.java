package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pack react-node finds in the sides of a web app, as people and models write them. */
class ReactNodePatternsTest {
    private static final PackPatterns PATTERNS = PackPatterns.of("react-node");

    @ParameterizedTest
    @ValueSource(strings = {"route(\"PUT\", \"/api/things/:id\", async (context) => {", "route('PUT', '/api/things/:thingId', change)",
            "route(\n  `PUT`,\n  `/api/things/:id`,\n  change,\n);"})
    void anEndpointIsProvidedByItsRoute(String server) {
        assertEquals(Set.of("PUT /api/things/{}"), PATTERNS.provided("endpoint", server));
    }

    @ParameterizedTest
    @ValueSource(strings = {"await api<Thing>(\"PUT\", `/api/things/${id}`, { name })",
            "api<Array<{ id: number; tags: string[] }>>('PUT',\n  `/api/things/${encodeURIComponent(thing.id)}?all=${all ? 1 : 0}`)",
            "api(\"PUT\", \"/api/things/\" + id, body)", "fetch(`/api/things/${id}`, {method: \"PUT\", body})"})
    void anEndpointIsUsedByACallInWhateverForm(String page) {
        assertEquals(Set.of("PUT /api/things/{}"), PATTERNS.used("endpoint", page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api<T>(method, path)", "fetch(new URL(path, address), { method })", "route(method, path, endpoint)",
            "navigate(\"/things\")", "router(\"PUT\", \"/api/x\")", "<Link href=\"/api/things\">"})
    void nothingElseIsAnEndpoint(String text) {
        assertEquals(Set.of(), PATTERNS.provided("endpoint", text));
        assertEquals(Set.of(), PATTERNS.used("endpoint", text));
    }

    @ParameterizedTest
    @CsvSource({"GET /api/things, GET /api/things", "GET /api/things/:id, GET /api/things/{}",
            "GET /api/things/{id}, GET /api/things/{}", "DELETE /api/a/:a/parts/:b, DELETE /api/a/{}/parts/{}"})
    void theNameInAPlanIsComparedInTheSameForm(String name, String normal) {
        assertEquals(normal, PATTERNS.normal("endpoint", name));
    }

    @Test
    void tablesAreMadeInMigrations() {
        assertEquals(Set.of("account", "session", "entry", "newest", "recent", "later"), PATTERNS.provided("table", """
                CREATE TABLE account (id integer); CREATE TABLE IF NOT EXISTS public.session (digest text);
                CREATE UNLOGGED TABLE "entry" (id integer); CREATE OR REPLACE VIEW newest AS SELECT 1;
                WITH recent AS (SELECT 1) SELECT * FROM recent; ALTER TABLE account RENAME TO later;
                CREATE UNIQUE INDEX account_email ON account (lower(email));
                """));
    }

    @Test
    void tablesAreUsedInQueries() {
        assertEquals(Set.of("account", "session", "entry", "log", "thing"), PATTERNS.used("table", """
                `SELECT * FROM account JOIN session ON true` "INSERT INTO entry(a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = 1"
                'UPDATE "log" SET a = 1' id integer REFERENCES public.thing (id), `DELETE FROM session`
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT EXTRACT(EPOCH FROM ends_at)", "SELECT * FROM generate_series(1, 9)", "a IS DISTINCT FROM b",
            "SELECT TRIM(BOTH ' ' FROM name)", "SELECT 1 FOR UPDATE", "import { x } from \"./store.ts\"",
            "SELECT * FROM unnest($1::text[]) AS name", "FROM ${table}"})
    void whatOnlyLooksLikeATableIsNone(String text) {
        assertEquals(Set.of(), PATTERNS.used("table", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"export function ThingPage({ id }: Props) {", "export default function ThingPage() {", "export const ThingPage = () =>",
            "export const ThingPage: FC<Props> = memo(", "function ThingPage() {}\nexport default ThingPage;", "export class ThingPage extends Component"})
    void aComponentIsProvidedByItsExport(String page) {
        assertEquals(Set.of("ThingPage"), PATTERNS.provided("component", page));
    }

    @Test
    void componentsAreUsedByImportsOfTheirFiles() {
        assertEquals(Set.of("ThingPage", "Card"), PATTERNS.used("component", """
                import { ThingPage, type ThingPageProps } from "./pages/ThingPage.tsx";
                import Card from '../components/Card.tsx'
                import { type Profile } from "../shared/profile.ts";
                import { StrictMode } from "react";
                import { api } from "./api.ts";
                """));
    }

    @Test
    void elementsAreGivenAnIdAndLookedForByIt() {
        assertEquals(Set.of("email", "save", "message"), PATTERNS.provided("element",
                "<input id=\"email\" /> <button id={'save'}> <p id={`message`}> <li id={`thing-${id}`}> <input id={inputId} />"));
        assertEquals(Set.of("email", "name", "save", "list"), PATTERNS.used("element", """
                page.locator("#email").fill("#ffffff"); await page.fill('#name', 'x'); page.locator(`button#save`).click();
                document.querySelector("main #list > li"); page.locator("li"); page.getByRole("button", { name: "#1" });
                """));
    }
}
