import type {Plugin} from "vite";
import react from "@vitejs/plugin-react";
import {defineConfig} from "vitest/config";

// A report replaces these tags by the files that they name.
const plainTags: Plugin = {
    name: "plain-tags",
    transformIndexHtml: {order: "post", handler: html => html.replaceAll(" crossorigin", "").replaceAll("\n  <", "\n<")},
};

// One script and one stylesheet with fixed names, so that the built files can be committed, compared, and put into a report.
export default defineConfig({
    base: "./",
    plugins: [react(), plainTags],
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
