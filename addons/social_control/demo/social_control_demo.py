from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Command

PLANS = {
    "interaction": [("health", "documentary", 30), ("city", "on_site", 12)],
    "departmental": [
        ("center", "on_site", -45),
        ("boarding", "on_site", -30),
        ("center", "documentary", 8),
    ],
    "state": [("warm_home", "on_site", -18), ("nurse", "documentary", 20)],
}
FAILED = {
    "departmental": {
        2: ("violation", "Отказы трёх получателей от услуг не оформлены письменно"),
        4: ("partial", "На сайте нет сведений о числе свободных мест"),
        5: ("violation", "Пандус у второго входа не соответствует требованиям"),
        6: ("violation", "Журнал уборки помещений не ведётся с начала месяца"),
    },
    "state": {
        2: ("violation", "Двум получателям услуги оказаны без договора"),
        4: ("partial", "На стенде нет сведений о сроках предоставления услуг"),
        6: ("violation", "У входа нет кнопки вызова помощника"),
    },
    "interaction": {
        3: ("violation", "Четыре ответа из двадцати направлены после срока"),
        4: ("partial", "Запросы, полученные в выходные, не зарегистрированы"),
    },
}
ORDERS = ("draft", "issued", "submitted", "met", "failed", "escalated", "cancelled")


class SocialControlDemo(models.AbstractModel):
    """Invented plans, inspections and prescriptions; only the demo data call it.

    Every paper goes the way of users, with a clock set back.
    """

    _name = "social.control.demo"
    _description = "Demonstration of social control"

    @api.model
    def _load(self):
        """Fill a region without plans once; a second call does nothing."""
        if self.env["social.control.plan"].search_count([], limit=1):
            return
        year = fields.Date.today().year
        plans = {regime: self._load_plan(regime, year) for regime in PLANS}
        center, boarding, documentary = self._draft_from(plans["departmental"])
        warm_home = self._draft_from(plans["state"])[0]
        self._hold(center, 45)
        self._hold(boarding, 30)
        self._load_orders(center | boarding)
        self._as("control_head", center).action_close()
        self._load_objection(boarding)
        self._hold(warm_home, 18, is_handed=False)
        self._load_unplanned()
        self._as("control_head", documentary).action_schedule(
            "Приказ № 31-к", self._get_day(8)
        )
        self._load_change(plans["interaction"])
        self._load_findings()
        while self.env["social.journal.seal"]._seal():
            continue

    def _as(self, role, records):
        user = self.env.ref(f"social_control.user_{role}")
        return records.with_user(user).with_context(lang=user.lang)

    def _participant(self, name):
        module = (
            "social_control" if name in ("warm_home", "nurse") else "social_interagency"
        )
        return self.env.ref(f"{module}.participant_{name}")

    def _rule(self, regime, form):
        return self.env.ref(f"social_control.rule_{regime}_{form}")

    def _get_day(self, days):
        """Return a working day about so many days from today."""
        calendar = self._participant("ministry").calendar_id
        day = fields.Date.today() + timedelta(days=days)
        while not calendar._is_working_day(day):
            day += timedelta(days=1)
        return day

    def _get_moment(self, days):
        moment = datetime.combine(self._get_day(days), time(8))
        return min(moment, fields.Datetime.now())

    def _get_planned_day(self, days):
        """Return a working day of this year, as near as the year allows."""
        year, today = fields.Date.today().year, fields.Date.today()
        first = (datetime(year, 1, 10).date() - today).days
        last = (datetime(year, 12, 24).date() - today).days
        return self._get_day(min(max(days, first), last))

    def _load_plan(self, regime, year):
        """Return the approved plan of the year, approved before it began."""
        plan = self._as("inspector", self.env["social.control.plan"]).create(
            {
                "regime": regime,
                "year": year,
                "participant_id": self._participant("ministry").id,
                "line_ids": [
                    Command.create(event)
                    for event in self._prepare_events(regime, year)
                ],
            }
        )
        approved_at = datetime(year - 1, 12, 20, 8)
        self._as("control_head", plan)._at(approved_at).action_approve("Приказ № 5-к")
        return plan

    def _prepare_events(self, regime, year):
        """Return what the plan of the year holds, the events around today first."""
        return [
            self._prepare_event(regime, subject, form, self._get_planned_day(days))
            for subject, form, days in PLANS[regime]
        ]

    def _prepare_event(self, regime, subject, form, day):
        return {
            "subject_id": self._participant(subject).id,
            "rule_id": self._rule(regime, form).id,
            "purpose": "Соблюдение обязательных требований за год",
            "asked_date": day - timedelta(days=20),
            "planned_date": day,
        }

    def _draft_from(self, plan):
        """Return one draft inspection for each event around today."""
        lines = plan.line_ids.sorted("id")[: len(PLANS[plan.regime])]
        return [self._draft(line) for line in lines]

    def _draft(self, line):
        """Return the draft inspection of an event of a plan."""
        action = self._as("inspector", line).action_inspect()
        draft = self.env["social.control.inspection"].browse(action["res_id"])
        checklist = f"social_control.checklist_{line.plan_id.regime}"
        self._as("inspector", draft).checklist_id = self.env.ref(checklist)
        return self._as("inspector", draft)

    def _hold(self, inspection, days_ago, is_handed=True, failed=None):
        """Hold an inspection from its order to its act.

        :param failed: numbers of the questions that fail, all that can if not given
        """
        moment = self._get_moment(-days_ago)
        head = self._as("control_head", inspection)._at(moment)
        head.action_schedule(f"Приказ № {inspection.id}-к", moment.date())
        inspection._at(moment).action_start()
        self._fill_in(inspection, moment.date(), failed)
        inspection.write(
            {
                "place": inspection.subject_id.sudo().address_line,
                "representative": inspection.subject_id.sudo().head_name,
                "conclusion": "Нарушений не выявлено."
                if failed == ()
                else "Выявлены нарушения, указанные в акте. Необходимо устранить их "
                "в установленный срок.",
            }
        )
        signed_at = self._get_moment(-days_ago + 4)
        inspection._at(signed_at).action_sign_act()
        if is_handed:
            inspection._at(signed_at).action_hand_over()

    def _fill_in(self, inspection, day, failed):
        notes = FAILED[inspection.regime]
        chosen = notes.keys() if failed is None else failed
        for line in inspection.line_ids:
            answer, note = ("compliant", False)
            if line.sequence in chosen:
                answer, note = notes[line.sequence]
            values = {"answer": answer, "note": note, "checked_date": day}
            if answer == "compliant":
                file = self._as("inspector", self.env["ir.attachment"]).create(
                    {"name": f"Пункт {line.sequence}.txt", "raw": b"evidence"}
                )
                values["attachment_ids"] = [Command.set(file.ids)]
            line.write(values)

    def _load_orders(self, inspections):
        """Load one prescription in each state, each on one violation."""
        findings = inspections.finding_ids
        for state, finding in zip(ORDERS, findings, strict=False):
            getattr(self, f"_carry_{state}")(self._draft_order(finding))

    def _draft_order(self, findings):
        return self._as("inspector", self.env["social.control.order"]).create(
            {
                "participant_id": findings.participant_id.id,
                "inspection_id": findings.inspection_id.id,
                "term_days": 10,
                "item_ids": [
                    Command.create(
                        {
                            "finding_id": finding.id,
                            "requirement": f"Устранить: {finding.description}",
                        }
                    )
                    for finding in findings
                ],
            }
        )

    def _carry_draft(self, order):
        """Leave the draft as it is."""

    def _carry_issued(self, order, days_ago=3):
        self._as("control_head", order)._at(self._get_moment(-days_ago)).action_issue()

    def _carry_submitted(self, order, issued=10, proved=2):
        self._carry_issued(order, issued)
        user = order.subject_id.sudo().user_ids[:1] or self.env.user
        order.with_user(user)._at(self._get_moment(-proved)).action_prove(
            "Нарушение устранено, копии документов прилагаются."
        )

    def _carry_met(self, order, issued=20, proved=12):
        self._carry_submitted(order, issued, proved)
        acting = order._at(self._get_moment(-proved + 2))
        acting.item_ids.action_mark("met")
        acting.action_check()

    def _carry_failed(self, order, issued=22):
        order.term_days = 3
        self._carry_issued(order, issued)
        self._fail(order, "Документы не представлены")

    def _carry_escalated(self, order):
        self._carry_failed(order, 24)
        head = self._as("control_head", order)
        head._at(order.deadline + timedelta(hours=12)).action_recheck(2)
        self._fail(order, "Нарушение не устранено повторно")

    def _fail(self, order, note):
        """Find the items not met on the morning after the term."""
        acting = order._at(order.deadline + timedelta(hours=12))
        acting.item_ids.action_mark("failed", note)
        acting.action_check()

    def _carry_cancelled(self, order):
        self._carry_issued(order)
        self._as("control_head", order).action_cancel(
            "Предписание заменяется новым: уточнён перечень работ"
        )

    def _load_objection(self, inspection):
        user = inspection.subject_id.sudo().user_ids[:1] or self.env.user
        at = self._get_moment(-24)
        inspection.with_user(user)._at(at).action_object(
            "С нарушением по пункту 4 не согласны: сведения размещены на сайте."
        )

    def _load_unplanned(self):
        """Load an inspection that goes on, a draft and a cancelled one."""
        started = self._draft_unplanned("fund", "interaction_delays", "documentary")
        moment = self._get_moment(-12)
        self._as("control_head", started)._at(moment).action_schedule(
            "Приказ № 30-к", moment.date()
        )
        started._at(moment).action_start()
        started.line_ids[:3].write({"answer": "compliant"})
        self._draft_unplanned("district", "interaction_appeal", "documentary")
        cancelled = self._draft_unplanned("mse", "interaction_appeal", "documentary")
        self._as("control_head", cancelled).action_cancel(
            "Обращение отозвано, письмо № 77"
        )

    def _draft_unplanned(self, subject, ground, form):
        return self._as("inspector", self.env["social.control.inspection"]).create(
            {
                "participant_id": self._participant("ministry").id,
                "rule_id": self._rule("interaction", form).id,
                "subject_id": self._participant(subject).id,
                "ground_id": self.env.ref(f"social_control.ground_{ground}").id,
                "ground_details": "Служебная записка № 14",
                "purpose": "Сроки и полнота ответов на межведомственные запросы",
                "checklist_id": self.env.ref("social_control.checklist_interaction").id,
            }
        )

    def _load_change(self, plan):
        line = plan.line_ids.sorted("id")[len(PLANS[plan.regime]) - 1]
        self._as("control_head", plan).action_move(
            line.id,
            self._get_planned_day(20),
            "Обращение администрации о переносе, письмо № 41",
        )

    def _load_findings(self):
        """Propose candidates from answers and let people decide on some."""
        requests = self.env["social.interagency.request"]
        findings = self.env["social.control.finding"]
        found = findings._propose(requests.search(findings._get_breach_domain()))
        for finding in found:
            late_day = finding.request_deadline.date() + timedelta(days=1)
            finding.found_date = min(late_day, fields.Date.today())
        found = self._as("inspector", found.with_env(self.env).sorted("id"))
        former = found.filtered(lambda one: one.found_date < self._get_day(-60))
        former.action_confirm()
        self._answer_for(former[:-4])
        found -= former
        found[:6].action_confirm()
        self._answer_for(found[:1])
        found[6:8].action_dismiss(
            self.env.ref("social_control.dismissal_ground_outage").id,
            "Сервис не работал сутки, сообщение оператора № 3",
        )

    def _answer_for(self, findings):
        """Take the measure and close what is answered for."""
        head = self._as("control_head", findings)
        explanation = self.env.ref("social_control.liability_explanation")
        head.action_take_measure(explanation.id, "Письмо № 55")
        head.action_close()
