import assert from "node:assert/strict";
import { test } from "node:test";
import { unwrapped } from "../src/world.ts";

test("an outline that crosses the date line goes on beyond it", () => {
  assert.deepEqual(
    unwrapped([
      [178, 65],
      [-179, 66],
      [-178, 67],
      [179, 68],
    ]),
    [
      [178, 65],
      [181, 66],
      [182, 67],
      [179, 68],
    ],
  );
});
