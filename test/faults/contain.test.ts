import { everyInvariantHolds } from "./everyInvariant";

everyInvariantHolds("X16 X17 Y1: whatever AWS answers to any call of a containment", "contain");
