package llmswarm.pack;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.RequiredProgram;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.SharedSetup.Dependencies;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.Variable;

/** A pack as an object of JSON, with the keys of stack.yaml where they mean the same. */
final class StackJson {
    private static final JsonMapper JSON = new JsonMapper();

    private StackJson() {
    }

    /** @param scaffold paths of its scaffold's files, unrendered */
    static String of(Stack stack, Collection<String> scaffold) {
        var folder = stack.folders().getFirst();
        var json = JSON.createObjectNode().put("name", stack.name()).put("description", stack.description())
                .put("layer", lower(folder.kind())).put("folder", folder.folder().toString())
                .put("trusted", stack.trusted()).put("digest", stack.digest());
        stack.base().ifPresent(base -> json.put("extends", base));
        texts(json, "agents", stack.agents());
        stack.variables().forEach((name, variable) -> variable(json.withObjectProperty("variables").putObject(name),
                variable));
        json.put("conventions", stack.conventions());
        texts(json, "show", stack.show());
        texts(json, "recognised-by", stack.recognisedBy());
        commands(json.putArray("setup"), stack.setup().commands());
        texts(json, "setup-reads", stack.setup().reads());
        texts(json, "setup-keeps", stack.setup().keep());
        texts(json, "setup-is-given", stack.setup().pass());
        stack.setup().dependencies().forEach(one -> dependencies(json.withArrayProperty("setup-looks-up").addObject(),
                one));
        texts(json, "shared", stack.setup().shared());
        stack.setup().files().ifPresent(files -> json.putObject("limits").put("files", files));
        var services = json.putArray("services");
        stack.checks().stream().flatMap(check -> check.services().stream()).distinct()
                .forEach(service -> service(services.addObject(), service));
        var checks = json.putArray("checks");
        stack.checks().forEach(check -> check(checks.addObject(), check));
        json.put("checks-from-plan", stack.checksFromPlan());
        patterns(json, "location", stack.output().location());
        patterns(json, "failures", stack.output().failures());
        patterns(json, "counts", stack.output().counts());
        var contracts = json.putArray("contracts");
        stack.contracts().forEach(contract -> contract(contracts.addObject(), contract));
        texts(json, "tests", stack.tests());
        stack.review().ifPresent(review -> json.putObject("review").put("agent", review.agent())
                .put("when", lower(review.when())).put("rounds", review.rounds()));
        texts(json, "allow", stack.allow());
        var programs = json.putArray("programs");
        stack.programs().forEach(program -> texts(programs.addObject().put("name", program.name()), "version",
                program.version()));
        stack.requires().forEach(one -> requirement(json.withArrayProperty("requires").addObject(), one));
        texts(json, "scaffold", scaffold);
        texts(json, "tools", stack.tools().keySet());
        return json.toString();
    }

    private static void dependencies(ObjectNode json, Dependencies dependencies) {
        texts(json, "files", dependencies.files());
        if (!dependencies.list().isEmpty()) texts(json, "list", dependencies.list());
        patterns(json, "names", dependencies.names());
        texts(json, "look", dependencies.look());
        json.put("absent", dependencies.absent().pattern());
        dependencies.released().ifPresent(pattern -> json.put("released", pattern.pattern()));
        dependencies.least().ifPresent(least -> json.put("least-age-hours", least.toHours()));
        dependencies.resolve().ifPresent(resolve -> {
            var inner = json.putObject("resolve");
            texts(inner, "run", resolve.run());
            texts(inner, "files", resolve.files());
            patterns(inner, "names", resolve.names());
        });
    }

    private static void requirement(ObjectNode json, RequiredProgram requirement) {
        json.put("name", requirement.name());
        if (requirement.isNamed()) texts(json, "any", requirement.any());
        requirement.least().ifPresent(least -> json.put("least", least));
        if (!requirement.version().isEmpty()) texts(json, "version", requirement.version());
        if (!requirement.path().isEmpty()) texts(json, "path", requirement.path());
        requirement.help().ifPresent(help -> json.put("help", help));
    }

    private static void variable(ObjectNode json, Variable variable) {
        variable.usual().ifPresent(value -> json.put("default", value));
        json.put("help", variable.help()).put("type", lower(variable.type()));
        variable.choices().forEach(json.withArrayProperty("choices")::add);
        variable.pattern().ifPresent(pattern -> json.put("pattern", pattern.pattern()));
    }

    private static void check(ObjectNode json, Check check) {
        json.put("name", check.name()).put("when", lower(check.when())).put("kind", lower(check.kind()));
        check.files().ifPresent(glob -> json.put("files", glob));
        if (!check.of().isEmpty()) texts(json, "of", check.of());
        texts(json, "run", check.run());
        check.needs().ifPresent(needs -> texts(json, "needs", needs));
        texts(json, "agents", check.agents());
        texts(json, "reads", check.reads());
        check.timeout().ifPresent(time -> json.put("timeout-seconds", time.toSeconds()));
        check.memory().ifPresent(bytes -> json.put("memory-bytes", bytes));
        texts(json, "services", check.services().stream().map(Service::name).toList());
        check.environment().forEach((name, value) -> json.withObjectProperty("environment").put(name, value));
        check.folder().ifPresent(folder -> json.put("folder", folder));
    }

    private static void service(ObjectNode json, Service service) {
        json.put("name", service.name());
        texts(json, "path", service.path());
        commands(json.putArray("prepare"), service.prepare());
        texts(json, "run", service.run());
        texts(json, "ready", service.ready());
        service.environment().forEach((name, value) -> json.withObjectProperty("environment").put(name, value));
    }

    private static void contract(ObjectNode json, ContractPattern contract) {
        json.put("kind", contract.kind()).put("provided", contract.provided().pattern())
                .put("used", contract.used().pattern());
        contract.promised().map(Pattern::pattern).ifPresent(pattern -> json.put("promised", pattern));
        contract.files().ifPresent(glob -> json.put("files", glob));
        contract.form().ifPresent(form -> json.put("form", form));
        if (!contract.normalise().isEmpty()) commands(json.putArray("normalise"), contract.normalise());
    }

    private static void patterns(ObjectNode json, String key, List<Pattern> patterns) {
        texts(json, key, patterns.stream().map(Pattern::pattern).toList());
    }

    private static void texts(ObjectNode json, String key, Collection<String> texts) {
        var array = json.putArray(key);
        texts.forEach(array::add);
    }

    private static void commands(ArrayNode array, List<List<String>> commands) {
        commands.forEach(words -> {
            var inner = array.addArray();
            words.forEach(inner::add);
        });
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
