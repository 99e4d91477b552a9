package llmswarm.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.ConfigFixture;
import llmswarm.config.yaml.Place;
import llmswarm.config.yaml.Source;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
    private static final Place HERE = new Place("stacks/x/stack.yaml", 5, 3);

    @TempDir
    Path temp;

    private Templates templates(String... namesAndTexts) {
        var home = ConfigFixture.home(temp);
        for (int i = 0; i < namesAndTexts.length; i +=
                2) home.with("templates/%s.mustache".formatted(namesAndTexts[i]), namesAndTexts[i + 1]);
        return new Templates(home.catalog(), Optional.empty());
    }

    private static String text(String template, Map<String, ?> data) {
        return Templates.renderText(template, HERE, data);
    }

    private static String refused(String template, Map<String, ?> data) {
        return assertThrows(Stop.class, () -> text(template, data)).getMessage();
    }

    @Test
    void valuesArePutInAsTheyAre() {
        assertEquals("a <b> & \"c\" 'd' <e>", text("a {{x}} {{{y}}}", Map.of("x", "<b> & \"c\" 'd'", "y", "<e>")));
        assertEquals("3 true 0.5", text("{{a}} {{b}} {{c}}", Map.of("a", 3, "b", true, "c", 0.5)));
    }

    @Test
    void aValueAsTheInsideOfALiteralCannotEndIt() {
        assertEquals("x = \"\\\"\\\\ ''' # \\n\\t\\u0001\\u007f Zoë \"",
                text("x = \"{{a.json}} \"", Map.of("a", "\"\\ ''' # \n\t\1\177 Zoë")));
        assertEquals("?", text("{{a.json}}", Map.of("a", "\uD83D")).replace('\uFFFD', '?'));
        assertEquals("\\\"", text("{{#plan}}{{name.json}}{{/plan}}", Map.of("plan", Map.of("name", "\""))));
    }

    @Test
    void aValueIsNotReadAsATemplate() {
        assertEquals("{{y}}", text("{{x}}", Map.of("x", "{{y}}", "y", "z")));
    }

    @Test
    void sectionsRepeatForListsAndAreLeftOutForNothing() {
        var data = Map.of("plan",
                Map.of("tasks", List.of(Map.of("id", "a", "files", List.of("x", "y")),
                Map.of("id", "b", "files", List.of()))), "no", false, "none", List.of());

        assertEquals("""
            - a: x y
            - b:
            end
            """, text("""
            {{#plan.tasks}}
            - {{id}}:{{#files}} {{.}}{{/files}}
            {{/plan.tasks}}
            {{#no}}
            never
            {{/no}}
            {{#absent}}
            never
            {{/absent}}
            {{^none}}
            end
            {{/none}}
            """, data));
    }

    @Test
    void recordsAreReadByTheirParts() {
        record Task(String id, List<String> files) {
        }

        assertEquals("a x", text("{{#task}}{{id}} {{#files}}{{.}}{{/files}}{{/task}}",
                Map.of("task", new Task("a", List.of("x")))));
    }

    @Test
    void textsThatLookLikeDirectivesMayUseOtherDelimiters() {
        assertEquals("run: ${{ matrix.os }} x", text("{{=<% %>=}}run: ${{ matrix.os }} <% a %>", Map.of("a", "x")));
    }

    @Test
    void aMissingValueIsToldWithItsPlace() {
        assertEquals("stacks/x/stack.yaml:6:1: 'versoin' has no value here.",
                refused("one\n{{versoin}}", Map.of("version", "1")));
        assertEquals("stacks/x/stack.yaml:5:3: 'a.b' has no value here.",
                refused("{{a.b}}", Map.of("a", Map.of("c", "1"))));
    }

    @Test
    void groupsAndListsAreNotPrinted() {
        assertEquals("stacks/x/stack.yaml:6:1: this is a group of values; name one of them.",
                refused("\n{{a}}", Map.of("a", Map.of("b", "c"))));
        assertEquals("stacks/x/stack.yaml:6:1: this is a list; print it as {{#name}}{{.}}{{/name}}.",
                refused("\n{{a}}", Map.of("a", List.of("b"))));
    }

    @Test
    void nothingIsCalledOnWhatATemplateIsGiven() throws IOException {
        var file = Files.writeString(temp.resolve("kept"), "");

        assertThrows(IllegalArgumentException.class, () -> text("{{p.delete}}", Map.of("p", file.toFile())));
        assertThrows(IllegalArgumentException.class, () ->
                text("{{#p}}{{/p}}", Map.of("p", List.of(Map.of("q", new StringBuilder())))));
        assertEquals("stacks/x/stack.yaml:6:1: 's.length' has no value here.",
                refused("\n{{s.length}}", Map.of("s", "text")));
        assertEquals("stacks/x/stack.yaml:6:1: 'l.size' has no value here.",
                refused("\n{{l.size}}", Map.of("l", List.of())));
        assertEquals("stacks/x/stack.yaml:6:1: 'm.class' has no value here.",
                refused("\n{{m.class}}", Map.of("m", Map.of())));
        assertTrue(Files.exists(file));
    }

    @Test
    void dataThatIsNullIsAFaultOfTheProgram() {
        var data = new HashMap<String, Object>();
        data.put("a", null);

        assertThrows(IllegalArgumentException.class, () -> text("{{a}}", data));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        {{#a}}x             | the section {{#a}} is never closed.
        {{#a}}{{/b}}        | {{/b}} stands where {{/a}} is due.
        {{/b}}              | {{/b}} closes a section that is not open.
        {{a                 | a {{ is never closed.
        {{}}                | {{}} names nothing.
        {{=a=}}             | delimiters are set as in {{=<% %>=}}.
        {{<a}}{{/a}}        | tags that begin with {{< are not known.
        {{$a}}{{/a}}        | tags that begin with {{$ are not known.
        {{?a}}{{/a}}        | tags that begin with {{? are not known.
        {{>*a}}             | tags that begin with {{>* are not known.
        {{%a}}              | tags that begin with {{% are not known.
        """)
    void brokenTemplatesAreToldInOneSentence(String template, String sentence) {
        assertEquals("stacks/x/stack.yaml:6:1: " + sentence, refused("\n" + template, Map.of()));
    }

    @Test
    void delimitersOfOneCharacterAreNotACrash() {
        assertEquals("stacks/x/stack.yaml:5:3: delimiters set by {{= =}} must have two characters each.",
                refused("{{=< >=}}<{a}>", Map.of("a", "x")));
    }

    @Test
    void deepNestingIsRefused() {
        assertEquals("stacks/x/stack.yaml:5:3: sections are nested more than 32 deep.",
                refused("{{#a}}".repeat(5000), Map.of()));
    }

    @Test
    void textThatStandsInAnotherFileIncludesNoTemplate() {
        assertEquals("stacks/x/stack.yaml:5:3: there is no template '../../etc/passwd'.",
                refused("{{> ../../etc/passwd}}", Map.of()));
    }

    @Test
    void aTemplateIncludesOthersAndNothingFromTheFileSystem() throws IOException {
        Files.writeString(temp.resolve("secret.mustache"), "secret");
        var templates = templates("task", "a {{> rules}}c\n", "rules", "{{role}} ", "evil", "{{> "
                + temp.resolve("secret.mustache") + "}}");

        assertEquals("a b c\n", templates.render("task", Map.of("role", "b")));
        assertEquals("templates/evil.mustache: there is no template '%s'.".formatted(temp.resolve("secret.mustache")),
            assertThrows(Stop.class, () -> templates.render("evil", Map.of())).getMessage());
    }

    @Test
    void aMissingValueInAnIncludedTemplateIsToldThere() {
        var templates = templates("task", "{{> rules}}", "rules", "one\ntwo {{role}}\n");

        assertEquals("templates/rules.mustache:2:1: 'role' has no value here.",
                assertThrows(Stop.class, () -> templates.render("task", Map.of())).getMessage());
    }

    @Test
    void aTemplateThatIncludesItselfEnds() {
        var templates = templates("task", "x{{> task}}");

        assertEquals("templates/task.mustache:1:1: a partial includes itself without end.",
                assertThrows(Stop.class, () -> templates.render("task", Map.of())).getMessage());
    }

    @Test
    void whatNeverEndsIsEnded() {
        var endless = Source.file("{{#a}}".repeat(12) + "{{/a}}".repeat(12), "task");
        var engine = new Engine(name -> Optional.of(endless), Duration.ofMillis(20));

        assertEquals("takes longer than 0 seconds to render; it may repeat itself.",
            assertThrows(Engine.Wrong.class, () -> engine.render("task", Map.of("a", Collections.nCopies(10, "x"))))
            .getMessage());
    }

    @Test
    void whatGrowsTooLargeIsEnded() {
        var ten = Map.of("a", Collections.nCopies(10, "x"), "b", "y".repeat(1000));
        var sections = "{{#a}}".repeat(5) + "{{b}}" + "{{/a}}".repeat(5);

        assertEquals("stacks/x/stack.yaml:5:3: makes more than 4 million characters; it may repeat itself.",
                refused(sections, ten));
    }

    @Test
    void anUnknownTemplateIsTold() {
        assertEquals("There is no template 'review'; put it into the folder templates of a layer or of the stack.",
            assertThrows(Stop.class, () -> templates("task", "").render("review", Map.of())).getMessage());
    }

    @Test
    void theDigestCoversCompanionAndPartials() {
        var before = templates("task", "{{> rules}}", "rules", "a", "other", "b").digest("task");

        assertEquals(before, templates("other", "c").digest("task"));
        var partial = templates("rules", "b").digest("task");
        assertNotEquals(before, partial);
        assertNotEquals(partial, templates("task.system", "x").digest("task"));
    }

    @Test
    void aTemplateIsThereOrNot() {
        assertTrue(templates("task", "").has("task"));
        assertFalse(templates("task", "").has("task.system"));
    }
}
