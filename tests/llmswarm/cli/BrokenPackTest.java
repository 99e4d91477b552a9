package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.cli.packs.StacksCommand;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is broken and not used hinders nobody; what is broken and used ends the command before anything is paid. */
class BrokenPackTest {
    private static final String FAULT = "config/stacks/perl-cli/stack.yaml:4:1: unknown key 'convention'; did you mean 'conventions'? Known keys: ",
            NOTES = "name: notes\ndescription: Plain notes.\nagents: [writer]\nchecks: [{name: there, when: end, run: [\"true\"]}]\n",
            PLAN = "{stack: notes, name: notes, summary: Notes., requirements: [], tasks: [{id: a, title: Write a, agent: writer, "
                    + "description: Write., files: [a.txt]}]}\n";

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder).file("config/stacks/perl-cli/stack.yaml",
                "name: perl-cli\ndescription: Perl.\nagents: [backend]\nconvention: none\n")
                .file("config/stacks/notes/stack.yaml", NOTES).file("plan.yaml", PLAN)
                .file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write.}");
    }

    private static RunOptions options(Optional<String> stack, boolean planned) {
        return RunOptions.DEFAULT.withStack(stack)
                .withPlan(Optional.of(Path.of("plan.yaml")).filter(plan -> planned));
    }

    /** Runs behind a server that writes a note, and returns what ended it before. */
    private Stop stopped(RunOptions options) {
        try (var server = StubServer.answering(StubAnswer.text("{}"))) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                var stop = assertThrows(Stop.class, () -> swarm.run(Spec.of("Notes.", "spec.md"), options));
                assertEquals(List.of(), server.requests());
                return stop;
            }
        }
    }

    private void runs(RunOptions options) {
        try (var server = StubServer.answering(StubAnswer.text("### a.txt\n```\ngood\n```\n"))) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                assertEquals(0, swarm.run(Spec.of("Notes.", "spec.md"), options).exit(), shop.events::toString);
            }
        }
    }

    @Test
    void stacksListsTheBrokenOneWithItsFaultsAndTheOthersAsEver() throws Exception {
        var desk = new KeptDesk(shop);
        assertEquals(0, desk.run(new StacksCommand(desk.desk)));
        var rows = desk.out().lines().toList();
        assertTrue(rows.stream().anyMatch(row -> row.matches("notes +\\[--config] Plain notes\\.")), desk.out());
        assertTrue(rows.stream().anyMatch(row -> row.replaceFirst(" +", " ").startsWith("perl-cli broken: " + FAULT)), desk.out());
        assertEquals("", desk.err());
        assertTrue(desk.stopped(new StacksCommand(desk.desk), "perl-cli").startsWith(FAULT));
    }

    @Test
    void otherCommandsWarnInOneLineAFault() throws Exception {
        var desk = new KeptDesk(shop.file("config/agents/poet.yaml", "name: [\n"));
        assertEquals(0, desk.run(new ModelsListCommand(desk.desk)));
        assertTrue(desk.out().contains("coder"), desk.out());
        assertEquals(List.of("warning: config/agents/poet.yaml:2:1: ", "warning: " + FAULT),
                desk.err().lines().map(line ->
                line.startsWith("warning: " + FAULT) ? "warning: " + FAULT : line.replaceFirst("this is not.*", ""))
                        .toList());
    }

    @Test
    void aRunThatDoesNotUseItGoesOnWithAWarning() {
        runs(options(Optional.empty(), true));
        assertTrue(shop.notices.stream().anyMatch(line -> line.startsWith("warning: " + FAULT)),
                shop.notices::toString);
    }

    @Test
    void aRunWithTheBrokenStackEndsBeforeAnythingIsPaid() {
        var stop = stopped(options(Optional.of("perl-cli"), false));
        assertEquals(Stop.USAGE, stop.exit());
        assertTrue(stop.getMessage().startsWith(FAULT), stop.getMessage());
        assertEquals(1, stop.lines().size());
    }

    @Test
    void aBrokenAgentOfTheStackAndABrokenTemplateOfItsAgentsEndARunToo() {
        shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: codr, prompt: task, role: You write.}");
        assertTrue(stopped(options(Optional.empty(), true)).getMessage()
                .contains("config/agents/writer.yaml:1:45: unknown model 'codr'; did you mean 'coder'?"));
        shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: poem, role: You write.}");
        shop.file("config/templates/poem.mustache", "{{#rol}}\n");
        var template = stopped(options(Optional.empty(), true)).getMessage();
        assertTrue(template.startsWith("config/templates/poem.mustache:"), template);
    }

    @Test
    void aBrokenBaseOfTheStackEndsARunToo() {
        shop.file("config/stacks/notes/stack.yaml", NOTES + "extends: perl-cli\n");
        assertTrue(stopped(options(Optional.empty(), true)).getMessage().startsWith(FAULT));
    }

    @Test
    void aBrokenAgentOrTemplateThatTheStackDoesNotNameHindersNobody() {
        shop.file("config/agents/poet.yaml",
                "{name: poet, description: Rhymes., model: coder, prompt: poem, role: You rhyme.}");
        shop.file("config/templates/poem.mustache", "{{#rol}}{{nothing}}{{/rol}}\n");
        shop.file("config/agents/coach.yaml", "{name: coach, description: Cheers., modle: coder}");
        runs(options(Optional.empty(), true));
        assertTrue(shop.notices.stream().anyMatch(line ->
                line.startsWith("warning: config/templates/poem.mustache:1:")), shop.notices::toString);
        assertTrue(shop.notices.stream().anyMatch(line -> line.startsWith("warning: config/agents/coach.yaml:1:")),
                shop.notices::toString);
    }

    @Test
    void aBrokenModelsFileEndsWhateverAsksAModel() {
        shop.file(".swarm/models.yaml", "models: 3\n");
        assertTrue(stopped(options(Optional.empty(), true)).getMessage().startsWith(".swarm/models.yaml:1:9: "));
    }

    @Test
    void thePlannerIsNotOfferedABrokenStack() {
        try (var server = StubServer.answering(StubAnswer.text("no stack"))) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                assertThrows(Stop.class, () -> swarm.run(Spec.of("Notes.", "spec.md"),
                        options(Optional.empty(), false)));
            }
        }
        var asked = shop.events(Event.AskedModel.class).getFirst().messages().toString();
        assertTrue(asked.contains("Plain notes."), asked);
        assertFalse(asked.contains("perl-cli"), asked);
    }

    @Test
    void whatIsHiddenIsToldInOneLineWhereItIsUsed() throws Exception {
        shop.file(".swarm/models.yaml",
                "models:\n  tiny: {provider: jlama, model: a/b}\n  huge: {provider: jlama, model: a/c}\n");
        shop.file("config/models.yaml",
                "models:\n  tiny: {provider: jlama, model: a/b}\n  huge: {provider: jlama, model: a/c}\n");
        var desk = new KeptDesk(shop.file("config/stacks/perl-cli/stack.yaml",
                "name: perl-cli\ndescription: Perl.\nagents: [writer]\n"));
        desk.run(new StacksCommand(desk.desk));
        assertEquals("", desk.err());
        desk.run(new ModelsListCommand(desk.desk));
        assertEquals("model 'tiny', model 'huge' of config hide those of .swarm\n", desk.err());
    }

    @Test
    void aRunTellsOnlyWhatItUsesOfWhatIsHidden() {
        shop.file(".swarm/models.yaml",
                "models:\n  coder: {provider: jlama, model: a/b}\n  planner: {provider: jlama, model: a/c}\n");
        shop.file(".swarm/stacks/notes/stack.yaml", NOTES);
        runs(options(Optional.empty(), true));
        assertEquals(1, shop.notices.stream().filter(line ->
                line.equals("model 'coder', stacks/notes of config hide those of .swarm")).count(),
                shop.notices::toString);
        assertTrue(shop.notices.stream().noneMatch(line -> line.contains("'planner'")), shop.notices::toString);
    }
}
