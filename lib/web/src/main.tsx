import {createRoot} from "react-dom/client";
import {App} from "./App";
import {broughtAlong} from "./core/report";

const place = document.getElementById("page");
if (place) createRoot(place).render(<App report={broughtAlong(document)} />);
