import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

const COLORS = { inTime: "#28a745", late: "#fd7e14", waiting: "#dc3545", load: "#2f5d9e" };

export class InteragencyOverview extends Component {
    static template = "social_interagency.Overview";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.disciplineRef = useRef("discipline");
        this.loadRef = useRef("load");
        this.state = useState({ cards: [], discipline: [], load: [] });
        this.charts = [];
        onWillStart(async () => {
            const [overview] = await Promise.all([
                this.orm.call("social.interagency.overview", "get_overview", []),
                loadBundle("web.chartjs_lib"),
            ]);
            Object.assign(this.state, overview);
        });
        useEffect(() => this.draw(), () => []);
        onWillUnmount(() => this.charts.forEach((chart) => chart.destroy()));
    }

    draw() {
        const { discipline, load } = this.state;
        this.drawChart(this.disciplineRef.el, discipline, true, [
            { label: _t("In time"), key: "in_time", color: COLORS.inTime },
            { label: _t("Answered late"), key: "late", color: COLORS.late },
            { label: _t("Overdue, no answer"), key: "waiting_late", color: COLORS.waiting },
        ]);
        this.drawChart(this.loadRef.el, load, false, [
            { label: _t("Answers due"), key: "count", color: COLORS.load },
        ]);
    }

    drawChart(canvas, rows, isHorizontal, series) {
        if (!canvas || !rows.length) {
            return;
        }
        const chart = new Chart(canvas, {
            type: "bar",
            data: {
                labels: rows.map((row) => row.label),
                datasets: series.map(({ label, key, color }) => ({
                    label,
                    data: rows.map((row) => row[key]),
                    backgroundColor: color,
                })),
            },
            options: {
                indexAxis: isHorizontal ? "y" : "x",
                maintainAspectRatio: false,
                animation: false,
                scales: { x: { stacked: true }, y: { stacked: true } },
                plugins: { legend: { display: series.length > 1, position: "bottom" } },
                onClick: (_event, elements) => {
                    if (elements.length) {
                        this.openRequests(rows[elements[0].index]);
                    }
                },
            },
        });
        this.charts.push(chart);
    }

    openRequests({ label, domain }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: label,
            res_model: "social.interagency.request",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain,
        });
    }

    openApplications() {
        return this.action.doAction("social_interagency.social_interagency_application_action");
    }
}

registry.category("actions").add("social_interagency.overview", InteragencyOverview);
