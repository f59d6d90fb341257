from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import TransactionCase


@tagged("post_install", "-at_install")
class TestIrCron(TransactionCase):
    def test_jobs_come_back_after_a_jump_of_the_clock(self):
        now = fields.Datetime.now()
        job = self.env.ref("social_interagency.ir_cron_remind")
        job.write(
            {
                "lastcall": now + timedelta(days=40),
                "nextcall": now + timedelta(days=41),
            }
        )
        self.env.flush_all()
        self.env["ir.cron"]._register_hook()
        job.invalidate_recordset()
        self.assertLessEqual(job.nextcall, self.env.cr.now())

    def test_a_job_that_waits_for_its_day_keeps_it(self):
        day = fields.Datetime.now() + timedelta(days=5)
        job = self.env.ref("social_interagency.ir_cron_remind")
        job.write({"lastcall": day - timedelta(days=6), "nextcall": day})
        self.env.flush_all()
        self.env["ir.cron"]._register_hook()
        job.invalidate_recordset()
        self.assertEqual(job.nextcall, day.replace(microsecond=0))
