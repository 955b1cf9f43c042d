import "./moved.ts";
