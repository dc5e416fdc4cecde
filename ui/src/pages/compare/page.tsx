// Compare: up to four programs, or up to four scenarios, side by side.

import { query } from "../../router";
import { Programs } from "./programs";
import { Scenarios } from "./scenarios";

export default function Compare() {
    return query.value.get("scenarios") ? <Scenarios /> : <Programs />;
}
