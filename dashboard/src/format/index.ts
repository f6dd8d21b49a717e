/** Every number, date and address of the page is written here. */
export * from "./gas";
export * from "./money";
export { decimal, exact, grouped, MINUS, NO_BREAK, type Rounding } from "./number";
export * from "./ratio";
export * from "./text";
export * from "./time";
