import { Router } from "express";

/** Pictures of the demo's products, drawn from their names; mounted at /shop-images. */
export function imageRoutes(): Router {
  const routes = Router();
  routes.get("/:name.svg", (request, response) => {
    response.set("Cache-Control", "max-age=86400").type("svg").send(candle(request.params.name));
  });
  return routes;
}

function candle(name: string): string {
  const hue = [...name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 0);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">
<rect width="400" height="400" fill="hsl(${hue} 30% 92%)"/>
<ellipse cx="200" cy="330" rx="95" ry="16" fill="hsl(${hue} 20% 80%)"/>
<rect x="130" y="170" width="140" height="160" rx="14" fill="hsl(${hue} 35% 45%)"/>
<rect x="150" y="215" width="100" height="60" rx="6" fill="hsl(${hue} 30% 95%)"/>
<path d="M200 170v-26" stroke="#444" stroke-width="5" stroke-linecap="round"/>
<path d="M200 84c26 34 22 60 0 60s-26-26 0-60z" fill="#f2a93b"/>
</svg>`;
}
