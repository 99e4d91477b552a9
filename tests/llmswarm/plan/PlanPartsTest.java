package llmswarm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import llmswarm.config.stack.PartName;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan for several packs: each task belongs to one of them, or to none. */
class PlanPartsTest {
    private static final Stack BOTH = Stack.of(List.of(new StackPart(Plans.stack(), "apps/tool"),
            new StackPart(Stack.plain("other", "Others.", List.of("backend"), false), "site")));

    private static List<String> faults(String agent, List<PartName> parts, String... files) {
        var task = new Task("t", "T", agent, "Do.", List.of(), List.of(files), List.of(), List.of(), List.of());
        return PlanLint.lint(new Plan(BOTH.name(), "demo", "A demo.", List.of(), List.of(), List.of(task), List.of(),
                List.of(), List.of(), parts), BOTH).faults();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "apps/tool/a site/b | task 't': its files lie in apps/tool/ and in site/; make a task of each part's",
        "apps/ site/b | task 't': its files lie in apps/tool/ and in site/; make a task of each part's",
        "site | task 't': 'site' is a part's folder, which cannot be a file",
        "Site/b | 'Site' differs from 'site' only by case"})
    void aTaskOfTwoPartsIsRefused(String files, String fault) {
        assertEquals(List.of(fault), faults("backend", List.of(), files.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"apps/tool/a apps/tool/b", "site/", "README.md", "README.md site/README.md", "apps/start.sh",
        "sites/x", "apps/tool/ docs/"})
    void aTaskOfOnePartMayWriteBesideThemToo(String files) {
        assertEquals(List.of(), faults("backend", BOTH.partNames(), files.split(" ")));
    }

    @Test
    void whoDoesEverythingAloneMayWriteAnywhere() {
        assertEquals(List.of(), faults(SoloPlan.AGENT, List.of(), Task.ANYWHERE));
    }

    @Test
    void aPlanForOtherPartsIsRefused() {
        assertEquals(List.of("parts: they must be plain in apps/tool/ and other in site/"),
                faults("backend", List.of(new PartName("plain", "site"), new PartName("other", "apps/tool")), "site/a"));
    }
}
