import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const { DateTime, Info } = luxon;

/** A year as a line of twelve months, with the day planned and the days of the event. */
export class YearBar extends Component {
    static template = "social_control.YearBar";
    static props = { ...standardFieldProps };

    get planned() {
        return this.props.record.data[this.props.name];
    }

    get scheduled() {
        return this.props.record.data.scheduled_date;
    }

    get carried() {
        return this.props.record.data.carried_date;
    }

    get months() {
        const today = DateTime.now();
        return Info.months("short").map((name, index) => ({
            name,
            isCurrent: this.planned.year === today.year && index + 1 === today.month,
        }));
    }

    /** Return the place of a day in the year, in percent of the line. */
    getPlace(day) {
        const months = (day.year - this.planned.year) * 12 + day.month - 1;
        const share = (months + (day.day - 1) / day.daysInMonth) / 12;
        return Math.min(Math.max(share, 0), 1) * 100;
    }

    get plannedStyle() {
        return `left: ${this.getPlace(this.planned)}%`;
    }

    get barStyle() {
        const start = this.getPlace(this.scheduled);
        const end = this.getPlace(this.carried || DateTime.max(this.scheduled, DateTime.now()));
        return `left: ${start}%; width: ${Math.max(end - start, 0)}%`;
    }

    get isHeldAsPlanned() {
        return this.scheduled && this.scheduled.hasSame(this.planned, "day");
    }

    get isMissed() {
        return !this.scheduled && this.planned < DateTime.now().startOf("day");
    }

    get hint() {
        const days = [
            [_t("Planned"), this.planned],
            [_t("Scheduled"), this.scheduled],
            [_t("Carried out"), this.carried],
        ];
        return days
            .filter(([, day]) => day)
            .map(([label, day]) => `${label}: ${day.toFormat("dd.MM.yyyy")}`)
            .join("\n");
    }
}

registry.category("fields").add("social_control_year_bar", {
    component: YearBar,
    displayName: _t("Bar of the year"),
    supportedTypes: ["date"],
    fieldDependencies: [
        { name: "scheduled_date", type: "date" },
        { name: "carried_date", type: "date" },
    ],
});
