import { Badge, Button, createTheme, type MantineColorsTuple, Modal } from "@mantine/core";

const fjord: MantineColorsTuple = [
  "#e8f6f4",
  "#d0eae7",
  "#a3d5d0",
  "#72bfb8",
  "#4aada4",
  "#2f9f96",
  "#1c8d85",
  "#0f6e6a",
  "#0a5a57",
  "#044543",
];
const ink: MantineColorsTuple = [
  "#d5dadf",
  "#aab2ba",
  "#88919b",
  "#616b76",
  "#454e58",
  "#343c45",
  "#262d35",
  "#1b2128",
  "#14191f",
  "#0e1216",
];

export const theme = createTheme({
  primaryColor: "fjord",
  primaryShade: { light: 7, dark: 6 },
  colors: { fjord, dark: ink },
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontSizes: { xs: "12px", sm: "13.5px", md: "15px", lg: "17px", xl: "20px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    Badge: Badge.extend({ styles: { root: { textTransform: "none", fontWeight: 550 } } }),
    Button: Button.extend({ styles: { label: { fontSize: "13.5px" } } }),
    Modal: Modal.extend({
      defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 120 } },
      styles: { title: { fontWeight: 650, fontSize: "16px" } },
    }),
  },
});
