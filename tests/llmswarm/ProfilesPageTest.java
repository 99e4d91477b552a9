//DEPS org.seleniumhq.selenium:selenium-chrome-driver:4.52.0
package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The website of stacks/web-basic/example as people use it: in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class ProfilesPageTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium"), DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String PASSWORD = "correct horse";
    // It warns that it does not know the newest browser's debugging protocol, which is not used.
    private static final Logger PROTOCOLS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private Path folder;
    private Path project;
    private ChromeDriver browser;
    private LiveSite site;
    private int sites;

    @BeforeAll
    void open(@TempDir Path temp) throws Exception {
        assumeTrue(Stream.of(CHROMIUM, DRIVER).allMatch(Files::isExecutable),
                "no chromium and chromium-driver here; the page was not used in a browser");
        PROTOCOLS.setLevel(Level.SEVERE);
        folder = temp;
        project = LiveSite.built().outcome().project();
        browser = browser(Files.createDirectory(temp.resolve("home")));
    }

    // With the driver given, Selenium looks for none; all that Chromium writes lies below the folder.
    private static ChromeDriver browser(Path home) {
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + home.resolve("data"));
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort()
                .withEnvironment(Map.of("HOME", home.toString(), "TMPDIR", home.toString(), "XDG_CONFIG_HOME",
                home.toString(), "XDG_CACHE_HOME", home.toString())).build();
        return new ChromeDriver(service, options);
    }

    @AfterAll
    void quit() {
        if (browser != null) browser.quit();
    }

    @BeforeEach
    void visit() {
        site = new LiveSite(project, folder.resolve("site-%d.db".formatted(sites++)));
        browser.manage().deleteAllCookies();
        browser.get(site.at("/").toString());
        until("entry");
    }

    @AfterEach
    void noComplaints() {
        site.close();
        var complaints = browser.manage().logs().get(LogType.BROWSER).getAll().stream().map(entry -> entry.getMessage())
                .filter(message -> !message.contains("status of 4")).toList();
        assertEquals(List.of(), complaints, "told in the browser's console");
    }

    private WebElement element(String id) {
        return browser.findElement(By.id(id));
    }

    private String text(String id) {
        return element(id).getText();
    }

    private void until(String id) {
        Workshop.until(element(id)::isDisplayed);
    }

    private void untilSaid(String id, String text) {
        Workshop.until(() -> text(id).equals(text));
    }

    private void enter(String userName, String password) {
        fill("user-name", userName);
        fill("password", password);
        element("entry-button").click();
    }

    private void fill(String id, String text) {
        element(id).clear();
        element(id).sendKeys(text);
    }

    private void makeAccount() {
        element("switch-button").click();
        untilSaid("entry-title", "Make an account");
        enter("zoe", PASSWORD);
        until("profile");
    }

    private void logOut() {
        element("log-out-button").click();
        until("entry");
    }

    private String focused() {
        return browser.switchTo().activeElement().getDomAttribute("id");
    }

    @Test
    void aWrongPasswordIsRefusedTheRightOneShowsTheProfileAndLoggingOutEndsIt() {
        makeAccount();
        logOut();
        enter("zoe", "wrong horse!");
        untilSaid("entry-message", "The user name or the password is wrong.");
        assertFalse(element("profile").isDisplayed());
        assertEquals("alert", element("entry-message").getDomAttribute("role"));
        enter("zoe", PASSWORD);
        until("profile");
        assertFalse(element("entry").isDisplayed());
        assertEquals(List.of("zoe", "zoe", "Z"),
                List.of(text("display-name"), text("profile-user-name"), text("initial")));
        var day = element("member-since").getDomAttribute("datetime");
        assertTrue(day.matches("\\d{4}-\\d\\d-\\d\\d") && text("member-since").contains(day.substring(0, 4)),
                text("member-since"));
        assertEquals("", browser.executeScript("return document.cookie"), "no script sees the session");
        browser.navigate().refresh();
        until("profile");
        logOut();
        browser.navigate().refresh();
        until("entry");
        assertFalse(element("profile").isDisplayed());
    }

    @Test
    void aNameThatLooksLikeHtmlIsShownAsItWasTyped() {
        var name = "<img src=x onerror=\"document.title='run'\">";
        makeAccount();
        fill("new-display-name", "  " + name);
        element("save-button").click();
        untilSaid("profile-message", "Saved.");
        assertEquals(name, text("display-name"));
        browser.navigate().refresh();
        untilSaid("display-name", name);
        assertEquals("Profiles", browser.getTitle());
        assertEquals(List.of(), browser.findElements(By.tagName("img")));
    }

    @Test
    void whatBreaksARuleIsToldBesideTheForm() {
        element("switch-button").click();
        enter("zoe", "short");
        untilSaid("entry-message", "A password has 10 to 200 characters.");
        enter("zoe", PASSWORD);
        until("profile");
        fill("new-display-name", " ");
        element("save-button").click();
        untilSaid("profile-message", "A display name has 1 to 60 characters.");
        assertEquals("zoe", text("display-name"));
    }

    @Test
    void aSessionThatEndedLeadsBackToTheForm() {
        makeAccount();
        browser.manage().deleteAllCookies();
        element("save-button").click();
        untilSaid("entry-message", "Please log in.");
        assertFalse(element("profile").isDisplayed());
    }

    @Test
    void aServerThatIsGoneIsTold() {
        site.close();
        enter("zoe", PASSWORD);
        untilSaid("entry-message", "The server cannot be reached.");
        assertTrue(element("entry-button").isEnabled());
        browser.manage().logs().get(LogType.BROWSER);
    }

    @Test
    void everythingWorksWithTheKeyboardAlone() {
        makeAccount();
        logOut();
        assertEquals("user-name", focused());
        press("zoe", Keys.TAB, "wrong horse!", Keys.ENTER);
        untilSaid("entry-message", "The user name or the password is wrong.");
        Workshop.until(() -> focused().equals("password"));
        press(Keys.chord(Keys.CONTROL, "a"), PASSWORD, Keys.TAB);
        assertEquals("entry-button", focused());
        press(Keys.SPACE);
        until("profile");
        assertEquals("display-name", focused());
        press(Keys.TAB, Keys.TAB, Keys.TAB);
        assertEquals("log-out-button", focused());
        press(Keys.ENTER);
        until("entry");
        assertEquals("user-name", focused());
    }

    private void press(CharSequence... keys) {
        for (var key : keys) browser.switchTo().activeElement().sendKeys(key);
    }

    @Test
    void everyFieldHasALabelAndNothingIsWiderThanANarrowPhone() {
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 320, "height", 640, "deviceScaleFactor", 2, "mobile", true));
        try {
            makeAccount();
            fill("new-display-name", "W".repeat(60));
            element("save-button").click();
            untilSaid("profile-message", "Saved.");
            assertEquals(320L, browser.executeScript("return document.documentElement.scrollWidth"));
            assertEquals(0L, browser.executeScript("return [...document.querySelectorAll('input')].filter(i => i.labels.length != 1).length"));
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }
}
