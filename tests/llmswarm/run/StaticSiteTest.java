package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmswarm.InstalledPack;
import llmswarm.Scaffold;
import llmswarm.check.CheckRunner;
import llmswarm.check.DueChecks;
import llmswarm.check.Failure;
import llmswarm.check.Programs;
import llmswarm.check.RequiredPrograms;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sandbox.Sandbox;
import sandbox.Walls;

/** The tools of static-site on right pages in unusual forms, which pass, and on wrong ones, which are told by line. */
@Timeout(120)
class StaticSiteTest {
    private static final Map<String, String> VARIABLES =
            Map.of("tools", ".swarm/tools", "name", "things", "module", "things",
            "summary", "Things of \"everybody\".");
    private static final String HEAD =
            "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=width=device-width><title>T</title>";
    /** Optional tags left out, inline SVG and MathML, templates, an import map, every kind of address. */
    private static final String INDEX = HEAD + """
            <base href="./"><link rel=canonical href="https://elsewhere.example/">
            <style>pre { overflow: auto } .box { overflow-x: auto } #wide { width: 900px } .off { position: absolute; left: -9999px }</style>
            <script>var octal = 010; window.early = 1 < 2 && "</b>";</script>
            <script src=js/classic.js defer></script>
            <script type=importmap>{"imports": {"lib/": "./js/"}}</script>
            <script type=module>import { one } from "lib/m.mjs"; document.title = one; history.replaceState(null, "", "?x=1#/route");</script>
            <body><h1>One</h1><p>Two<p>Three <br/> <img alt src="js/x.svg?2"><img src='js/x.svg' srcset="js/x.svg 1x, js/x.svg?3 2x" alt="" />
            <a href="%C3%BCber%20uns/">a</a> <a href="über uns/index.html?q=1&amp;r=/x#here">a</a> <a href="">a</a> <a href="#">a</a> <a href="#/route">a</a>
            <a href="#made">a</a> <a href="#top">a</a> <a href="//elsewhere.example/x">a</a> <a href="mailto:a@b.example">a</a> <a href="/shop/">a</a>
            <form action=/cgi-bin/mail method=post><label for=m>Mail</label><input id=m disabled value='a>b'></form>
            <ul><li>One<li>Two<ul><li>Deep</ul><li>Three</ul><dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>
            <table><caption>C<thead><tr><th>A<th>B<tbody><tr><td>1<td><table><tr><td>in</table><tr><td>3</table>
            <template id=t><tr><td id=m><img></td></tr></template><x-card label=a><input></x-card><button id=theme></button>
            <svg viewBox="0 0 9 9" role=img><title>Drawn</title><path d="M0 0"/><linearGradient id=g /><foreignObject><p>hi</foreignObject>
            <use href="js/x.svg#r"/><style>.a{fill:red}</style></svg><math><mi>x</mi><mo>&lt;</mo></math>
            <select aria-label=x><option>a<optgroup label=b><option>c</select><p><button><p>in</p></button></p>
            <div class=box><div id=wide>wide</div></div><div class=off>off</div><noscript><p>No script</noscript>
            <script>const made = document.createElement("p"); made.id = "made"; document.body.append(made);
            document.getElementById("theme").textContent = "Dark"; fetch("js/d.json").then((answer) => answer.json());
            document.querySelector("x-card input").ariaLabel = "a"; Promise.reject(new Error("met")).catch(() => {});</script>
            """;
    private static final String STYLES = """
            @charset "utf-8"; @import url("x.css") layer(base); @layer a, b;
            :root { --a: 1px; --empty: ; --json: {"a": [1]}; } /* } { */ a::before { content: "}\\"{" url(js/x.svg); }
            .card { color: red; &:hover { color: blue } a:hover, b:focus { top: 0 } @media print { color: black; } }
            @font-face { font-family: A; src: url(data:font/woff2;base64,AA==) } @keyframes k { from { top: 0 } 50.5% { top: 1px } }
            .g { grid-template-areas: "a b"
              "c d"; background: url( 'js/x.svg' ), linear-gradient(to right,
              red, blue); width: calc(100% - (2px + var(--a))) }
            .sm\\:b { filter: progid:DXImageTransform.Microsoft.gradient(x='1') } a:is(.b, .c):not([href^="http:"]) { display: grid }
            """;
    private static final String SVG = """
            <?xml version="1.0"?>
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"><style><![CDATA[a<b{}]]></style><use l:href="#r"/><g id="r"/></svg>
            """;

    @TempDir
    Path folder;
    private Scaffold site;

    @BeforeEach
    void site() throws Exception {
        site = new Scaffold(folder.toRealPath(), "static-site", VARIABLES);
    }

    private String syntax(int exit, String... files) {
        return site.node(exit, ".swarm/tools/syntax.mjs", files);
    }

    private String links(int exit) {
        return site.node(exit, ".swarm/tools/links.mjs");
    }

    private void unusual() {
        site.file("site/index.html", INDEX).file("site/style.css", STYLES).file("site/x.css", "").file("site/js/x.svg", SVG)
                .file("site/über uns/index.html", HEAD + "<link rel=stylesheet href='../style.css?v=2'><p id=here><a href=..>b</a>")
                .file("site/js/classic.js", "function f() { with (f) {} } /* import x from 'nowhere' */ // import('./no.js')\n")
                .file("site/js/m.mjs", "export * from './n.mjs'; export const { a, b: [c] } = { a: 1, b: [2] };\n")
                .file("site/js/n.mjs", "const one = 1; export { one, one as 'a string' }; export default class {}\n")
                .file("site/js/d.json", "[]").file("site/part.html", "<li>Part <b>of</b> a page");
    }

    @Test
    void theScaffoldIsAPageByItself() {
        assertEquals("", syntax(0, "site/index.html", "site/style.css", "package.json"));
        assertEquals("1 pages lead nowhere but to what is there.\n", links(0));
    }

    @Test
    void rightWorkPassesInWhateverFormItIsWritten() {
        unusual();
        assertEquals("", syntax(0, "site/index.html", "site/über uns/index.html", "site/part.html", "site/style.css",
                "site/js/x.svg", "site/js/classic.js", "site/js/m.mjs", "site/js/n.mjs", "site/js/d.json"));
        assertEquals("3 pages lead nowhere but to what is there.\n", links(0));
    }

    @Test
    void whatIsWrongInAFileIsToldWithItsLine() {
        site.file("bad.html", """
                <html><title></title>
                <div class="a"><p>text <b>x<div>y</div></p>
                <section><h2>x</section><div/>
                <img src=x><input id=a><i id=a></i>
                <a href="x>one</a> <a href="y">two</a><p class=a class=b>1 < 2</br>
                <style>a { color: red background: blue }
                b { colour }</style>
                """).file("bad.css", "a { color: red\n  top: 0 }\n.x, { top: 0 }\ncolor: red;\nc { color: ; padding: 1rem .d { top: 0 } }\n")
                .file("open.css", "a { top: 0;\nb { top: 0 }\n")
                .file("bad.json", "{\"a\": 1,\n\"b\": }").file("bad.svg", "<svg>\n<use xlink:href='#a'/><g><path></g>&nbsp;</svg>");
        assertEquals("""
                bad.html:1:1: the page does not begin with <!doctype html>
                bad.html:1:1: <html> names no language, such as lang="en"
                bad.html:1:1: the page has no <meta charset="utf-8">
                bad.html:1:1: the page has no <meta name="viewport" content="width=device-width, initial-scale=1">
                bad.html:1:7: the page has no <title> with words in it
                bad.html:2:1: <div> is never closed
                bad.html:2:28: <div> cannot stand in <p>, and <b> of line 2 is not closed before it
                bad.html:2:40: </p> closes nothing: <div> in line 2 cannot stand in <p> and ended that of line 2
                bad.html:3:10: <h2> is not closed before </section> in line 3
                bad.html:3:25: <div/> is not closed by its slash; HTML wants </div>
                bad.html:3:25: <div> is never closed
                bad.html:4:1: <img> has no alt; where it only decorates, alt is empty
                bad.html:4:12: <input> has no <label>; one stands around it or names its id in for
                bad.html:4:24: the id 'a' is that of <input> in line 4 already
                bad.html:5:29: a quote or a > is missing in the tag <a>, before or at y"
                bad.html:5:50: <p> has the attribute class twice
                bad.html:5:60: a < that begins no tag is written &lt;
                bad.html:5:63: <br> has no content and no end tag
                bad.html:6: a ; is missing behind 'color: red background: blue }'
                bad.html:7: 'colour }' is no declaration: it has no colon
                bad.css:1:5: a ; is missing behind 'color: red'
                bad.css:3:1: a selector is missing beside a comma
                bad.css:4:1: 'color: red;' is neither a rule nor an at-rule
                bad.css:5:5: 'color: ; padding: 1rem .d { top: 0 } }' has no value
                bad.css:5:14: a ; is missing behind 'padding: 1rem .d { top: 0 } }'
                open.css:1:3: this { is never closed
                bad.svg:1:1: the outermost element needs xmlns="http://www.w3.org/2000/svg"
                bad.svg:2:1: xlink:href needs xmlns:xlink on <svg>
                bad.svg:2:26: <path> is not closed before </g> in line 2
                bad.svg:2:36: XML wants &amp; for an & and knows no other names than lt, gt, quot, apos
                """, syntax(1, "bad.html", "bad.css", "open.css", "bad.svg"));
        assertEquals("bad.json:2", syntax(1, "bad.json").substring(0, 10));
        site.file("bad.js", "import x from './y.js';\nexport const a = (;\n").file("part.html", "<p>\n<script>\nlet a = ;</script>");
        assertEquals("bad.js:2\nexport const a = (;", syntax(1, "bad.js").substring(0, 28));
        assertEquals("part.html:3\nlet a = ;", syntax(1, "part.html").substring(0, 21));
    }

    @Test
    void whatLeadsNowhereOrElsewhereIsToldWithItsLine() {
        site.file("site/index.html", HEAD + """

                <link rel=stylesheet href="https://fonts.example/a.css"><script type=module>import "bare";</script>
                <a href=About.html>a</a><a href=about>a</a><a href=../about.html>a</a><a href="about.html#no">a</a>
                <img src=no.svg alt=""><script type=module src=js/a.js></script>
                """).file("site/about.html", HEAD + """
                <meta http-equiv=Content-Security-Policy content="default-src 'self' https://api.example"><img src=https://api.example/a.png alt="">
                """).file("site/style.css", "\na { background: url(no.png) }")
                .file("site/js/a.js", "import {\n  b as c } from './b.js';\nimport './no.js';\nfetch('no.json'); fetch('https://api.example/');\n")
                .file("site/js/d.js", "import { b } from './b.js';\n").file("site/js/b.js", "export const a = 1;\n");
        assertEquals("""
                site/index.html:2: href of <link> loads from fonts.example; where the specification asks for that, the page's Content-Security-Policy names the host
                site/index.html:2: import: no browser finds 'bare'; an address begins with ./ or ../
                site/index.html:3: href of <a>: '../about.html' leads out of the site
                site/index.html:3: href of <a>: site/about.html has no element with the id 'no'
                site/index.html:3: href of <a>: there is no site/About.html; there is site/about.html
                site/index.html:3: href of <a>: there is no site/about; there is site/about.html
                site/index.html:4: src of <img>: there is no site/no.svg
                site/js/a.js:3: import: there is no site/js/no.js
                site/js/a.js:4: fetch: there is no site/no.json
                site/js/d.js:1: import: './b.js' has no export named 'b'
                site/style.css:2: an address: there is no site/no.png
                """, links(1));
    }

    @Test
    void testsAreFoundByTheirNames() {
        assertEquals("There is no test.\n", site.file("site/js/typing-test.js", "document.x;").node(0, ".swarm/tools/tests.mjs"));
    }

    @Test
    void aBrowserShowsWhatIsWrongInAPageAndLetsRightOnesPass() throws Exception {
        var found = new RequiredPrograms(new Programs(), Walls.here("bubblewrap")).of(InstalledPack.stack("static-site"), true);
        assumeTrue(found.missing().isEmpty(), () -> "skipped: " + found.lacks());
        var stack = found.stack();
        var pages = DueChecks.atEnd(stack.checks(), List.of(), stack.values(VARIABLES)).stream()
                .filter(command -> command.check().equals("pages")).findFirst().orElseThrow();
        var runner = new CheckRunner(Walls.here("bubblewrap"), stack);
        unusual();
        site.without("site/über uns/index.html").file("site/wrong.html", HEAD + """
                <p style="width: 500px">wide</p><button></button>
                <script type=module>
                document.body.append(Object.assign(document.createElement("a"), { href: "made.html", textContent: "x" }));
                console.error("said", 1);
                new Image().src = "https://track.example/x.png";
                await fetch("none.json");
                nothing.such();
                </script>
                """);
        var outcome = runner.run(pages, folder.toRealPath(), Sandbox.Access.NONE);
        var failure = outcome.failure().orElseThrow();
        assumeTrue(!(failure instanceof Failure.Environment), () -> "skipped: " + failure.evidence());
        assertEquals("""
                site/wrong.html:1: a script made a link to made.html, which is not there (<a href="made.html">)
                site/wrong.html:1: the page is 508 pixels wide on a screen of 320 (<p style="width: 500px">)
                site/wrong.html:1: this button has no text, no label and no aria-label (<button>)
                site/wrong.html:4: console.error: said 1
                site/wrong.html:5: a request to track.example; where the specification asks for that, the page's Content-Security-Policy names the host
                site/wrong.html:6: status 404 for none.json
                site/wrong.html:7: not caught: ReferenceError: nothing is not defined
                """.strip(), outcome.result().tail().strip());
    }
}
