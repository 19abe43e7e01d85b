"""Where somebody lives whom another store serves (异地), as the form of a call asks for it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.grading.rules.proposing import Elsewhere

CITIES = ("北京", "天津", "上海", "重庆", "香港", "澳门")  # provinces that are one city each
PROVINCES = (
    *CITIES, "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南",
    "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾",
)  # fmt: skip


class LivesElsewhere(forms.Form):
    """Province and city, both needed, and the store they were passed to, where there is one."""

    provinces = PROVINCES
    province = forms.CharField(label=gettext_lazy("Province"), required=False, max_length=20)
    city = forms.CharField(label=gettext_lazy("City"), required=False, max_length=40)
    passed_to = forms.CharField(label=gettext_lazy("Passed to which store"), required=False, max_length=40)

    def check_place(self, data: dict) -> None:
        """Ask for what is missing; a province that is a city is its own."""
        if not data.get("province"):
            self.add_error("province", _("Which province do they live in?"))
        elif not data.get("city") and data["province"].removesuffix("市") in CITIES:
            data["city"] = data["province"]
        elif not data.get("city"):
            self.add_error("city", _("Which city do they live in?"))

    @property
    def elsewhere(self) -> Elsewhere:
        """What the application says of it."""
        data = self.cleaned_data
        return Elsewhere(data["province"], data["city"], data["passed_to"])
