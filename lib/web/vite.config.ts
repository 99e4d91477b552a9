import type {Plugin} from "vite";
import react from "@vitejs/plugin-react";
import {defineConfig} from "vitest/config";

// A report replaces these tags by the files that they name.
const plainTags: Plugin = {
    name: "plain-tags",
    transformIndexHtml: {
        order: "post",
        handler: html => html.replaceAll(" crossorigin", "").replaceAll("\n  <", "\n<"),
    },
};

// In a report the script stands inside of a page, where these characters would begin a comment.
const noComments: Plugin = {
    name: "no-comments",
    generateBundle: (_, bundle) => {
        for (const file of Object.values(bundle)) {
            if (file.type === "chunk") file.code = file.code.replaceAll("<!--", "\\x3C!--");
        }
    },
};

// One script and one stylesheet with fixed names, so that the built files can be committed, compared, and put into a report.
export default defineConfig({
    base: "./",
    plugins: [react(), plainTags, noComments],
    build: {
        target: "es2022",
        modulePreload: false,
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 1000,
        rolldownOptions: {
            output: {
                codeSplitting: false,
                entryFileNames: "page.js",
                assetFileNames: "page[extname]",
            },
        },
    },
    test: {include: ["test/**/*.test.ts", "test/**/*.test.tsx"]},
});
