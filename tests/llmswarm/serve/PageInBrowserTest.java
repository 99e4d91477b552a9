//DEPS org.seleniumhq.selenium:selenium-chrome-driver:4.52.0
package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import llmswarm.Workshop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page as people use it: in a real browser, over a real server and real runs. */
class PageInBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium"), DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String HOSTILE = "Notes <img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>, please.";
    // It warns that it does not know the newest browser's debugging protocol, which is not used.
    private static final Logger PROTOCOLS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    @TempDir
    Path folder;
    private Served served;
    private ChromeDriver browser;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Stream.of(CHROMIUM, DRIVER).allMatch(Files::isExecutable),
                "no chromium and chromium-driver here; the page was not used in a browser");
        PROTOCOLS.setLevel(Level.SEVERE);
        served = new Served(folder);
        browser = browser(Files.createDirectory(folder.resolve("home")));
        browser.get(served.uri("/nothing.css").toString());
        var cookie = served.cookie.split("=", 2);
        browser.manage().addCookie(new Cookie(cookie[0], cookie[1]));
        browser.manage().logs().get(LogType.BROWSER);
    }

    // With the driver given, Selenium looks for none; all that Chromium writes lies below the folder.
    private static ChromeDriver browser(Path home) {
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--window-size=1400,900",
                "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--user-data-dir=" + home.resolve("data"));
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort()
                .withEnvironment(Map.of("HOME", home.toString(), "TMPDIR", home.toString(), "XDG_CONFIG_HOME",
                home.toString(), "XDG_CACHE_HOME", home.toString())).build();
        return new ChromeDriver(service, options);
    }

    @AfterEach
    void close() {
        if (browser == null) return;
        try {
            var complaints = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                    .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()).map(entry -> entry.getMessage())
                    .filter(message -> !message.contains("ERR_CONNECTION_REFUSED") && !message.contains("ERR_INCOMPLETE_CHUNKED"))
                    .toList();
            assertEquals(List.of(), complaints, "told in the browser's console");
        } finally {
            browser.quit();
            served.close();
        }
    }

    private void visit(String hash) {
        browser.get(served.uri("/#/" + hash).toString());
    }

    /** Waits until the element is there and takes the click. */
    private void click(By element) {
        Workshop.until(() -> {
            try {
                browser.findElement(element).click();
                return true;
            } catch (WebDriverException notYet) {
                return false;
            }
        });
    }

    private static By button(String text) {
        return By.xpath("//*[self::button or contains(@class, 'button')][normalize-space(text()[1])='%s']".formatted(text));
    }

    private void field(String label, String text) {
        var field = By.xpath("//label[normalize-space()='%s']/following-sibling::*[1]".formatted(label));
        Workshop.until(() -> !browser.findElements(field).isEmpty());
        browser.findElement(field).sendKeys(text);
    }

    private void untilTitle(String text) {
        Workshop.until(() -> browser.getTitle().contains(text));
    }

    private String shown() {
        return browser.findElement(By.tagName("body")).getText();
    }

    private void untilShown(String text) {
        try {
            Workshop.until(() -> shown().contains(text));
        } catch (AssertionError late) {
            throw new AssertionError("'%s' is not in: %s".formatted(text, shown()), late);
        }
    }

    /** Starts a run from the form and answers whether its pack is trusted. */
    private String start(String spec) throws IOException {
        visit("new");
        var file = Files.writeString(folder.resolve("notes.md"), spec);
        Workshop.until(() -> !browser.findElements(By.cssSelector("input[type=file]")).isEmpty());
        browser.findElement(By.cssSelector("input[type=file]")).sendKeys(file.toString());
        Workshop.until(() -> !browser.findElements(By.xpath("//option[.='notes']")).isEmpty());
        field("Kind of project", "notes");
        field("Tasks", "many");
        click(button("Start"));
        Workshop.until(() -> browser.getCurrentUrl().contains("#/run/"));
        var run = browser.getCurrentUrl().replaceFirst(".*#/run/([^/]+).*", "$1");
        click(button("Answer"));
        click(button("Yes"));
        return run;
    }

    @Test
    void aRunIsStartedApprovedAnsweredAndRead() throws IOException {
        served.answers.put("a", prompt -> Served.note("a", prompt.contains("Say good") ? "good" : "bad"));
        var run = start(HOSTILE);
        click(button("Look at the plan"));
        click(button("Carry it out"));
        visit("run/" + run + "/board");
        untilShown("'a' still fails after 2 attempts");
        visit("run/" + run + "/questions");
        untilShown("hint: ask again with them");
        browser.findElement(By.cssSelector(".question.open textarea")).sendKeys("Say good.");
        click(button("Send"));
        untilTitle("done and checked");
        visit("run/" + run + "/changes/a");
        Workshop.until(() -> browser.findElements(By.cssSelector(".diff-line.added")).stream().anyMatch(line -> line.getText().contains("good")));
        visit("run/" + run + "/requirements");
        untilShown(HOSTILE);
        assertEquals(List.of(), browser.findElements(By.cssSelector("img, main script")));
        browser.findElement(By.tagName("body")).sendKeys(Keys.chord(Keys.CONTROL, "k"));
        browser.switchTo().activeElement().sendKeys("log", Keys.ENTER);
        Workshop.until(() -> browser.getCurrentUrl().endsWith("/log"));
        var report = folder.resolve("report.html");
        Files.writeString(report, served.get("/api/runs/%s/report".formatted(run)).body());
        browser.get(report.toUri() + "#/board");
        untilShown("my-notes: 2 of 2 tasks");
        untilTitle("my-notes: 2/2");
    }

    @Test
    void aRunIsStoppedAndResumedAndGoesOnWhileTheServerIsGone() throws IOException {
        var held = new CountDownLatch(1);
        served.answers.put("a", prompt -> {
            try {
                held.await();
            } catch (InterruptedException end) {
                throw new IllegalStateException(end);
            }
            return Served.note("a", "good");
        });
        var run = start("Notes, please.");
        click(button("Look at the plan"));
        click(button("Carry it out"));
        visit("run/" + run + "/board");
        untilTitle("1/2");
        click(button("Stop"));
        click(button("Yes"));
        untilTitle("interrupted");
        click(button("Resume"));
        untilTitle("writing");
        served.serve.close();
        untilShown("not connected");
        held.countDown();
        served.start();
        untilTitle("done and checked");
        var lines = served.get("/api/runs/%s/entries".formatted(run)).body().lines().count();
        visit("run/" + run + "/log");
        click(By.xpath("//label[contains(., 'also what is reserved')]"));
        untilShown(lines + " lines");
        assertTrue(lines > 10);
    }
}
