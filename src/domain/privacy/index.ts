export { type Classes, classification, classNames, columnsIn } from "./classification.ts";
