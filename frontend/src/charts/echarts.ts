/** The parts of ECharts that our charts use, drawn as SVG so that they print sharply and their words are text. */
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, AxisPointerComponent, GridComponent, MarkAreaComponent, MarkLineComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, ScatterChart, CustomChart, GridComponent, MarkAreaComponent, MarkLineComponent, AxisPointerComponent, AriaComponent, SVGRenderer]);

export { init };
export type { EChartsType };
export type { EChartsCoreOption as ChartOption } from "echarts/core";
