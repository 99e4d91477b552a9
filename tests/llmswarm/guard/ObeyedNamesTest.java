package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names of generated files are refused because other tools obey them, and which are not. */
class ObeyedNamesTest {
    private static final String REMEDY = "; leave it out, or allow it with --allow or under 'allow' in the pack's stack.yaml";

    @ParameterizedTest
    @ValueSource(strings = {
        ".gitattributes", "sub/.gitattributes", ".gitmodules", ".husky/pre-commit", "lefthook.yml",
                "lefthook-local.toml", ".pre-commit-config.yaml",
        ".vscode/tasks.json", "x.code-workspace", ".idea/", ".project", "a.sublime-project", ".dir-locals.el",
        "_vimrc", ".exrc", ".nvim.lua", "Session.vim",
        "desktop.ini", "docs/x.url", ".envrc", ".env", "mise.toml", "mise.ci.toml", "flake.nix", "shell.nix",
        ".tool-versions", ".python-version",
        ".ghci", ".Rprofile", ".irbrc", "_irbrc", "$irbrc", ".pdbrc", ".gdbinit", ".lldbinit", "user.clj", "startup.m",
        "sitecustomize.py", "src/usercustomize.py",
        "readline.py", "pip/__init__.py", "conftest.py", "src/conftest.py", "pyvenv.cfg", "venv/bin/activate",
        "node_modules/eslint/index.js",
        "jbang.properties", ".mvn", ".mvn/jvm.config", "gradle/wrapper/gradle-wrapper.properties",
        "gradle/wrapper/gradle-wrapper.jar",
        "Directory.Build.props", "src/Directory.Packages.props", "global.json", "NuGet.Config", "build.rs",
        "rust-toolchain.toml", ".cargo/config.toml",
        ".npmrc", "bunfig.toml", "eslint.config.mjs", "prettier.config.js", ".prettierrc", "pylintrc", "hie.yaml",
        "compile_commands.json", "config.nims",
        "AGENTS.md", "docs/AGENTS.md", "agents.override.md", "CLAUDE.md", "CLAUDE.local.md", "GEMINI.md", "WARP.md",
        ".windsurfrules", ".cursorrules",
        ".github/copilot-instructions.md", ".github/workflows/ci.yml", ".github/Workflows/", ".github/dependabot.yml",
        ".gitlab-ci.yml", "Jenkinsfile",
        "azure-pipelines-nightly.yml", "bitbucket-pipelines.yml", "appveyor.yml", ".tekton/push.yaml", "renovate.json",
        "netlify.toml", "vercel.json",
        "docker-compose.override.yml", "devcontainer.json", ".devcontainer/Dockerfile", "git.bat", "tools/bazel",
        "sub/HEAD", "sub/head", "HEAD",
        "lean-toolchain", "terraform.d/plugins/x", "packer-plugin-x", "X.app/Contents/Info.plist", "graphql.config.ts",
        "git.jse", "npm.vbe", "ssh.wsh", "sub/where.msc", "node.js", "where.js", "Git.JS", "terraform.js",
        "findstr.exe", "ping.com", "terraform.bat", "aws.cmd", "az.jse",
        "textwrap.py", "platform.py", "dataclasses.py", "traceback.py", "_colorize.py", "types.py", "Token.py",
        "collections/__init__.py", "_wmi.py", "annotationlib.py",
        "bdb.py", "gptme.toml", "ctags.d/x.ctags", "poetry.toml", "codeship-steps.yml", "bamboo-specs/bamboo.yml",
        "buddy.yml", "appspec.yml", "CMakeUserPresets.json",
        "shop.pro.user", "CMakeLists.txt.user", "captain-definition", "Steepfile", "sorbet/config",
        "tox.ini", "setup.cfg", "sub/pytest.ini", "pytest.toml", ".pytest.ini", ".pylintrc.toml", "AmazonQ.md",
        "Agents.Override.md", "lakefile.lean", "lakefile.toml", "build.zig", "build.zig.zon", "src/main.nims",
        "src/main.nim.cfg", "ols.json", "Gemfile", "gems.rb", "project.clj", "build.boot", "tailwind.config.js",
        "web/svelte.config.js", "uno.config.ts", "playwright.config.ts", "vitest.config.mts", "vitest.workspace.ts",
        "xo.config.js", "dprint.json", "dprint.jsonc", "redocly.yaml", "buf.yaml", "buf.work.yaml", "pdm.toml",
        "gradle.properties", "Vagrantfile", "app.json", "best_practices.md", "json.py", "socket.py", "asyncio.py",
        "selectors.py", "json/__init__.py", "subprocess.py", "ssl.py", "kls-classpath", "nx.json", "sst.config.ts",
        "mypy.ini", "matplotlibrc", "plots/matplotlibrc", "wrangler.toml", "api/wrangler.jsonc", "svn.bat",
        "tools/rust-analyzer.exe", "claude.cmd", "SSH-Keygen.com", "pytest.ps1"})
    void whatOtherToolsObeyIsWrittenOnlyWhereSomebodyAllowsIt(String name) throws UnsafePath {
        var refusal = refusal(name, List.of());
        assertTrue(refusal.startsWith("'%s' is refused, because ".formatted(name)) && refusal.endsWith(REMEDY),
                refusal);
        assertFalse(refusal.contains("begin with a dot"), refusal);
        assertEquals(name, SafePath.of(name, List.of(name)).toString());
    }

    @Test
    void aRefusalNamesTheToolAndTheRemedy() {
        assertEquals("'AGENTS.md' is refused, because coding agents take it for their orders" + REMEDY,
                refusal("AGENTS.md", List.of()));
        assertEquals("'.github/workflows/ci.yml' is refused, because GitHub runs it when it is pushed" + REMEDY,
                refusal(".github/workflows/ci.yml", List.of()));
        assertEquals("'x/.unheard-of' is refused, because many tools obey files whose names begin with a dot" + REMEDY,
                refusal("x/.unheard-of", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {".foo", "a/.b/c", "..foo", "...x", "a/.github/", ".github/new-thing.yml",
            ".well-known/.env", ".well-known/AGENTS.md", ".gitignored",
        "x.gitignore/.y", ".env.example.sh", ".gitkeep/x", "․foo", "．foo", "﹒foo"})
    void aNameWithADotInFrontIsRefusedUnlessItIsKnownToBeHarmless(String name) throws UnsafePath {
        assertTrue(SafePath.obeyed(name, List.of()).isPresent());
        assertEquals(name, SafePath.of(name, List.of(name)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        ".gitignore", "a/b/.gitignore", ".GitIgnore", ".gitkeep", "data/.keep", ".editorconfig", ".dockerignore",
                ".env.example", "api/.env.sample", ".nojekyll",
        "docs/.nojekyll", ".well-known/security.txt", "web/.well-known/assetlinks.json",
        ".github/ISSUE_TEMPLATE/bug.md", ".github/CODEOWNERS",
        "tests/conftest.py", "pkg/tests/unit/conftest.py", "conftest_helpers.py", "dot.env.md", "x..y",
        "github/workflows/ci.yml", "docs/agents-and-roles.md",
        "src/agents/planner.py", "agents/backend.yaml", "docs/warp.md", "head/x.py", "HEAD.md", "src/head.c",
        "shop.app/views.py", "heads/main", "components/head/index.tsx",
        "Makefile", "package.json", "pyproject.toml", "setup.py", "tsconfig.json", "vite.config.ts", "CMakeLists.txt",
        "build.gradle.kts", "gradlew", "mvnw",
        "Dockerfile", "docker-compose.yml", "Brewfile", "Procfile", "go.mod", "Cargo.toml",
        "src/build.rs.md", "tags", "plugin/x.vim",
        "pkg/code.py", "src/readline.py", "bin/activate-user", "docker/php.ini", "run.bat", "src/node.js", "code.js",
        "src/where.js", "lib/git.js",
        "find.js", "make.js", "diff.js", "go.js", "node.mjs", "infra/terraform.ps1", "pkg/platform.py", "src/types.py",
        "app/textwrap.py", "token.pyi", "types/index.d.ts",
        "collections/items.json", "string/a.py", "platform/linux.py", "nextflow.config", "pnpm-workspace.yaml",
        "CMakePresets.json", "web.config", "Project.toml",
        "hardhat.config.ts", "docs/ctags.d.md", "sorbet/rbi/x.rbi", "shop.pro", "users.txt",
        "calendar.py", "git.py", "start.bat", "test.cmd", "build.ps1", "pytest.py", "prettier.js", "src/tree.js",
        "lua.lua", "more.py", "docs/mypy.ini.md", "wrangler.md", "theme.css", "url.py", "a.urls",
        "jest.config.js", "mise.md", "venv.md", "scripts/setup.sh", "llms.txt",
        "config/app.json", "src/json.py", "net/socket.py", "json.ts", "docs/best_practices.md",
        "pkg/asyncio.py", "docs/amazonq.md", "nimble.md", "a.nim", "main.zig", "gemfile.md", "docs/tox.ini.md",
        "global.css", "docs/CLAUDE-notes.md"})
    void rightWorkOfAnUnusualFormPasses(String name) throws UnsafePath {
        assertEquals(name, SafePath.of(name, List.of()).toString());
        assertEquals(Optional.empty(), SafePath.obeyed(name, List.of()));
    }

    @Test
    void formsThatAFileSystemFoldsAreTheSameName() {
        for (var name : List.of("ＡＧＥＮＴＳ.md", "agentſ.md", "AGENTS.MD", "ﬂake.nix", "ſitecustomize.py", "Ｊenkinsfile",
                "jenKinsfile", ".VſCODE/x", "build．rs", "mise．toml")) {
            assertTrue(SafePath.obeyed(name, List.of()).isPresent(), name);
        }
        var composed = Normalizer.normalize("ü.code-workspace", Normalizer.Form.NFC);
        assertTrue(SafePath.obeyed(composed, List.of()).isPresent());
        assertTrue(SafePath.obeyed(Normalizer.normalize(composed, Normalizer.Form.NFD), List.of()).isPresent());
        for (var name : List.of("AGENTS.md.", "AGENTS.md ", ".vscode./x", "AGENTS.md::$DATA", "AGENT\u200CS.md",
                "\uFEFFAGENTS.md", "VSCODE~1/x", "CONFTE~1.PY")) {
            assertThrows(UnsafePath.class, () -> SafePath.of(name, List.of(name)), name);
        }
    }

    @Test
    void whatIsAllowedIsAPathAFolderOrEitherAtAnyDepth() throws UnsafePath {
        var allow = List.of(".github/workflows/", "**/build.rs", "**/.vscode/", "mise.toml");
        for (var name : List.of(".github/workflows/ci.yml", ".github/workflows/", "build.rs", "crates/a/build.rs",
                ".vscode/x.json", "a/.vscode/x.json", "mise.toml")) {
            assertEquals(name, SafePath.of(name, allow).toString());
        }
        for (var name : List.of("sub/.github/workflows/ci.yml", ".github/workflow", "a/mise.toml", ".github/actions/x",
                "a/xbuild.rs/.y", "x.vscode/.y")) {
            assertTrue(SafePath.obeyed(name, allow).isPresent(), name);
        }
        assertTrue(SafePath.obeyed(".envrc", List.of(".env", "", "/", "**/", "**/env", "*", ".envr*")).isPresent());
    }

    @Test
    void eachReasonHoldsForItsFirstName() {
        for (var kind : ObeyedNames.bundled().kinds()) assertTrue(kind.holds(kind.example()), kind.example());
    }

    private static String refusal(String name, List<String> allow) {
        return assertThrows(UnsafePath.class, () -> SafePath.of(name, allow), name).getMessage();
    }
}
